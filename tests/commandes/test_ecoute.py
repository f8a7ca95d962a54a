"""Where the servers of this program listen."""

import socket

from rafaelpro_tui.commandes.ecoute import ecouter


def test_answers_leave_at_once() -> None:
    """Without it each waits 40 ms for the kernel, which would send more together (Nagle, delayed ACK)."""
    with ecouter("127.0.0.1", 0) as prise, socket.create_connection(prise.getsockname()):
        recue, _ = prise.accept()
        with recue:
            assert recue.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
