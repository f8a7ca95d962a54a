"""F9 or `?`: what can and cannot be done, by rule."""

from tests.screens.ecran import Ouvrir, ligne, taper, texte
from tests.screens.test_session import aller


async def test_each_action_is_possible_or_says_its_rule_and_remedy(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        ecran = await aller(app, pilot)
        await taper(pilot, "f9")
        vu = texte(app)
        assert f"Candidature {ecran.candidature} : ce qui peut être fait maintenant" in vu
        assert "✓ " in vu
        assert "✕ Retenir depuis la liste d’attente AVI-10" in vu
        assert "→" in vu


async def test_question_mark_is_its_twin(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await aller(app, pilot)
        await taper(pilot, "question_mark")
        assert "ce qui peut être fait maintenant" in texte(app)


async def test_it_is_offered_only_where_there_is_a_candidature(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        assert "Pourquoi" not in ligne(app, -1)
        await taper(pilot, "f9")
        assert len(app.screen_stack) == 1
