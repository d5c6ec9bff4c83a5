"""A folder that is searched holds more than drafts: the organisation's own files are none."""

from postlint.cli import run


def organisation(folder):
    for name, text in {
        "postlint.yaml": "organisation: Acme\nlists: {codenames: names.txt}\nrules: [own/]\n",
        "names.txt": "Zebra Nine\n",
        "own/readme.md": "Zebra Nine is what these rules look for.\n",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_a_search_passes_over_policies_lists_and_rules(tmp_path, capsys):
    organisation(tmp_path)
    (tmp_path / "draft.txt").write_text("The library opens at nine.\n", encoding="utf-8")
    assert run([str(tmp_path)]) == 0
    assert "names.txt" not in capsys.readouterr().out


def test_a_file_that_is_named_is_checked_whatever_it_is(tmp_path, capsys):
    organisation(tmp_path)
    assert run([str(tmp_path / "names.txt")]) == 1


def test_a_folder_without_a_draft_is_not_called_clean(tmp_path, capsys):
    organisation(tmp_path)
    assert run([str(tmp_path)]) == 2
    assert "no draft" in capsys.readouterr().err
