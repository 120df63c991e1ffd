"""Several processes that do one check together."""

import os
from pathlib import Path

import pytest
from onejob.check import check
from onejob.check.running import analysis, loading
from onejob.check.running.workers import Team, TeamError

from tests.check.trees import NO_SLOTS, write_tree

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


@needs_fork
def test_everybody_gets_the_parts_of_all() -> None:
    with Team(3) as team:
        team.split()
        shares = team.gather(team.mine(["a", "b", "c", "d", "e"], [5, 4, 3, 2, 1]))
        counts = team.deliver(sum(len(share) for share in shares))
    assert sorted(path for share in shares for path in share) == ["a", "b", "c", "d", "e"]
    assert counts == [5, 5, 5]


@needs_fork
def test_a_lost_member_is_noticed() -> None:
    with Team(2) as team:
        team.split()
        if team.number:
            os._exit(1)
        with pytest.raises(TeamError):
            team.gather("mine")


@needs_fork
def test_a_check_that_loses_a_process_is_made_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_tree(tmp_path, {f"app/models/a{number}.py": NO_SLOTS for number in range(6)})
    alone = check([root], jobs=1)
    here, analyse = os.getpid(), analysis.Analyst.analyse

    def killed(*arguments: object, **named: object) -> object:
        if os.getpid() != here:
            os._exit(9)
        return analyse(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(loading, "WORTH_FORKING", 0)
    monkeypatch.setattr(analysis.Analyst, "analyse", killed)
    assert check([root], jobs=2) == alone
    assert len(alone.findings) == 6


def test_one_process_needs_no_others() -> None:
    with Team(1) as team:
        team.split()
        assert team.mine(["a", "b"], [1, 2]) == ["a", "b"]
        assert team.gather("x") == ["x"] == team.deliver("x")
