"""Lists cut into pages by their keys: the same rows in the same order as the database would give whole."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.accounts.models import Person
from hoshin.apps.accounts.narrowing import containing, first_of, page_of

NAMES = ("Ada", "Ben", "Cleo", "Dora", "Emil")


@pytest.mark.django_db
def test_pages_hold_the_rows_of_the_whole_list_in_its_order(rf: RequestFactory) -> None:
    @given(names=st.lists(st.sampled_from(NAMES), max_size=9), size=st.integers(1, 4), down=st.booleans())
    def cut(names: list[str], size: int, down: bool) -> None:
        Person.objects.all().delete()
        for number, name in enumerate(names):
            Person.objects.create(username=f"p{number}", name=name)
        found = Person.objects.select_related("team").order_by("-name" if down else "name", "-pk")
        whole = list(found)
        assert first_of(found, size) == whole[:size]
        pages = [page_of(rf.get("/", {"page": number + 1}), found, size) for number in range(-(-len(whole) // size))]
        assert [each for page in pages for each in page] == whole
        assert list(page_of(rf.get("/", {"page": 999}), found, size)) == (list(pages[-1]) if pages else [])
        some = containing(found, "a", "name")
        assert list(page_of(rf.get("/"), some, 99)) == [each for each in whole if "a" in each.name.lower()]

    cut()
