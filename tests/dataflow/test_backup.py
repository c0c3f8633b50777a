"""The installation in one file, and back: all of it, or a clear refusal and nothing changed."""

from __future__ import annotations

import gzip
import io
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hoshin.pipeline import exchange
from hoshin.pipeline.backup import BackupRefused, backup, restore
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import import_file, resume
from hoshin.warehouse import durable, generations
from tests.dataflow.bytes_of import Bytes, folder_bytes, warehouse_bytes
from tests.dataflow.exports import invented, save, servicenow


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a database, two generations and an issued pack."""
    folder = tmp_path_factory.mktemp("full")
    home = Home(folder / "home")
    lines = invented(60)
    import_file(home, save(folder / "half.csv", lines[:80]), servicenow())
    import_file(home, save(folder / "whole.csv", lines), servicenow())
    with closing(sqlite3.connect(home.database)) as database, database:
        database.execute("pragma journal_mode=wal")
        database.execute("create table vision (text)")
        database.execute("insert into vision values ('Every ticket answered within the day')")
    (home.packs / "000001").mkdir()
    (home.packs / "000001" / "snapshot.json").write_text("{}")
    (home.uploads / "given.csv").write_text("not part of a backup")
    return home


@pytest.fixture(scope="module")
def saved(full: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("saved") / "backup.tar.gz"
    backup(full, file)
    return file


def state(home: Home) -> Bytes:
    kept = ("hoshin.sqlite3", "packs/", "warehouse/")
    return {name: digest for name, digest in folder_bytes(home.root).items() if name.startswith(kept)}


def visions(home: Home) -> list[str]:
    with closing(sqlite3.connect(home.database)) as database:
        return [text for (text,) in database.execute("select text from vision")]


def test_a_backup_brings_everything_back(full: Home, saved: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    contents = restore(home, saved)
    assert warehouse_bytes(home) == warehouse_bytes(full)
    assert visions(home) == visions(full)
    assert (home.packs / "000001" / "snapshot.json").read_text() == "{}"
    assert contents.generation == generations.current(full.warehouse).name
    assert not list(home.uploads.iterdir())
    assert {p.name for p in home.root.iterdir()} == {"hoshin.sqlite3", "packs", "uploads", "warehouse"}


def test_the_restored_home_goes_on(full: Home, saved: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    restore(home, saved)
    more = save(tmp_path / "more.csv", invented(70))
    assert import_file(home, more, servicenow()).batch == 3


def test_a_home_that_holds_something_is_replaced_only_by_force(full: Home, saved: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "other")
    import_file(home, save(tmp_path / "other.csv", invented(5, seed=9)), servicenow())
    (home.root / "hoshin.sqlite3-wal").write_text("of the old database")
    before = state(home)
    with pytest.raises(BackupRefused, match="--force"):
        restore(home, saved)
    assert state(home) == before
    restore(home, saved, force=True)
    assert warehouse_bytes(home) == warehouse_bytes(full)
    assert not (home.root / "hoshin.sqlite3-wal").exists()


def test_a_backup_never_overwrites_a_file_and_never_saves_nothing(full: Home, saved: Path, tmp_path: Path) -> None:
    before = saved.read_bytes()
    with pytest.raises(BackupRefused, match="exists already"):
        backup(full, saved)
    assert saved.read_bytes() == before
    with pytest.raises(BackupRefused, match="nothing to back up"):
        backup(Home(tmp_path / "empty"), tmp_path / "empty.tar.gz")
    with pytest.raises(BackupRefused, match="cannot be written"):
        backup(full, tmp_path / "no such folder" / "backup.tar.gz")
    assert list(tmp_path.iterdir()) == []


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def cut_a_little(data: bytes) -> bytes:
    return data[:-1]


def flip(data: bytes) -> bytes:
    plain = bytearray(gzip.decompress(data))
    plain[plain.index(b"PAR1")] ^= 1
    return gzip.compress(bytes(plain))


def without_the_list(data: bytes) -> bytes:
    return rewritten(data, lambda name, content: None if name == "manifest.json" else content)


def without_a_table(data: bytes) -> bytes:
    return rewritten(data, lambda name, content: None if name.startswith("warehouse/parts/") else content)


def of_another_form(data: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        return content.replace(b'"format": 1', b'"format": 9') if name == "manifest.json" else content

    return rewritten(data, change)


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(data)) as source, tarfile.open(fileobj=made, mode="w:gz") as target:
        for member in source:
            content = source.extractfile(member)
            assert content is not None
            changed = change(member.name, content.read())
            if changed is not None:
                member.size = len(changed)
                target.addfile(member, io.BytesIO(changed))
    return made.getvalue()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (cut, "cut off"),
        (cut_a_little, "cut off"),
        (flip, "damaged"),
        (without_the_list, "list of contents is missing"),
        (without_a_table, r"damaged.*parts/[0-9a-f]{64}\.parquet"),
        (of_another_form, "form 9"),
        (lambda data: b"", "no whole backup"),
        (lambda data: b"number,opened_at\n1,2\n", "no whole backup"),
        (lambda data: gzip.compress(b"number,opened_at\n1,2\n"), "no whole backup"),
    ],
)
def test_what_is_no_whole_backup_is_refused_and_changes_nothing(
    full: Home, saved: Path, tmp_path: Path, damage: Callable[[bytes], bytes], message: str
) -> None:
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(damage(saved.read_bytes()))
    home = Home(tmp_path / "home")
    import_file(home, save(tmp_path / "own.csv", invented(5, seed=9)), servicenow())
    before = folder_bytes(home.root)
    with pytest.raises(BackupRefused, match=message):
        restore(home, broken, force=True)
    assert folder_bytes(home.root) == before


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../outside", tarfile.REGTYPE),
        ("/absolute", tarfile.REGTYPE),
        ("warehouse/../../outside", tarfile.REGTYPE),
        ("warehouse/landing/000001/../../../outside", tarfile.REGTYPE),
        ("packs/000001/../../outside", tarfile.REGTYPE),
        ("packs/.hidden", tarfile.REGTYPE),
        ("uploads/page.html", tarfile.REGTYPE),
        ("packs/link", tarfile.SYMTYPE),
        ("packs/link", tarfile.LNKTYPE),
        ("packs/device", tarfile.CHRTYPE),
    ],
)
def test_no_member_gets_out_of_the_home(saved: Path, tmp_path: Path, name: str, kind: bytes) -> None:
    evil = tmp_path / "evil.tar.gz"
    with tarfile.open(saved) as source, tarfile.open(evil, "w:gz") as target:
        for member in source:
            target.addfile(member, source.extractfile(member))
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/passwd"
        target.addfile(member)
    home = Home(tmp_path / "deep" / "home")
    with pytest.raises(BackupRefused, match="no backup of Hoshin: it holds"):
        restore(home, evil)
    assert folder_bytes(tmp_path).keys() == {"evil.tar.gz"}


def test_a_restore_that_is_cut_off_is_dropped_or_finished(
    full: Home, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class CutOff(BaseException):
        pass

    original = Path.rename
    outcomes = set()
    for step in range(1, 40):
        home = Home(tmp_path / str(step))
        import_file(home, save(tmp_path / "own.csv", invented(5, seed=9)), servicenow())
        old = warehouse_bytes(home)
        left = [step]

        def rename(self: Path, target: Path, left: list[int] = left) -> Path:
            left[0] -= 1
            if left[0] <= 0:
                raise CutOff
            return original(self, target)

        monkeypatch.setattr(Path, "rename", rename)
        try:
            restore(home, saved, force=True)
        except CutOff:
            monkeypatch.undo()
            resume(home)
            outcomes.add(warehouse_bytes(home) == warehouse_bytes(full))
            assert warehouse_bytes(home) in (old, warehouse_bytes(full))
            assert not (home.root / ".exchange").exists()
        else:
            monkeypatch.undo()
            break
    assert step > 8, "each move was cut off once"
    assert outcomes == {True}


def test_what_was_not_yet_whole_is_dropped(full: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    import_file(home, save(tmp_path / "own.csv", invented(5, seed=9)), servicenow())
    before = warehouse_bytes(home)
    half = exchange.prepare(home)
    durable.write(half / "hoshin.sqlite3", b"the first half of a datab")
    resume(home)
    assert warehouse_bytes(home) == before
    assert not home.database.exists()


def test_a_backup_is_consistent_while_the_installation_is_in_use(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    lines = invented(40)
    import_file(home, save(tmp_path / "export.csv", lines[:20]), servicenow())
    with closing(sqlite3.connect(home.database)) as database, database:
        database.execute("create table pairs (one, other)")
    over = threading.Event()

    def work() -> None:
        with closing(sqlite3.connect(home.database, timeout=30)) as database:
            number = 0
            while not over.is_set():
                with database:
                    database.execute("insert into pairs values (?, null)", (number,))
                    database.execute("update pairs set other = one where other is null")
                number += 1

    def keep_importing() -> None:
        for end in range(30, len(lines), 40):
            import_file(home, save(tmp_path / f"{end}.csv", lines[:end]), servicenow())

    writers = [threading.Thread(target=work), threading.Thread(target=keep_importing)]
    for writer in writers:
        writer.start()
    try:
        files = [tmp_path / f"{number}.tar.gz" for number in range(4)]
        for file in files:
            backup(home, file)
            writers[1].join(0.5)
    finally:
        writers[1].join()
        over.set()
        writers[0].join()
    for number, file in enumerate(files):
        copy = Home(tmp_path / f"copy {number}")
        restore(copy, file)
        generations.verify(generations.current(copy.warehouse))
        with closing(sqlite3.connect(copy.database)) as database:
            assert database.execute("select count(*) from pairs where other is not one").fetchone() == (0,)
