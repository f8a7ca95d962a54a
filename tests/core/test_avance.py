"""What is read ahead of the queue: served once, and never what the base no longer holds."""

from rafaelpro_tui.core.avance import Avance, Lue
from rafaelpro_tui.core.desk import Desk


def test_served_once_and_dropped_with_what_was_under_way(desk: Desk) -> None:
    lue = Lue(3, desk.candidature("S0"), ())
    avance = Avance()
    avance.garder(lue, presente=True, edition=avance.edition)
    assert avance.prendre(3) is None
    assert avance.prendre(3, presente=True) is lue
    assert avance.prendre(3, presente=True) is None
    avance.garder(lue, presente=False, edition=avance.edition)
    avant = avance.edition
    avance.oublier()
    avance.garder(lue, presente=False, edition=avant)
    assert avance.prendre(3) is None
