"""What a questionnaire may be, what is refused and how, and which change makes a new version."""

from pathlib import Path

import pytest
import yaml

from models.enums import MentorshipForm
from services import catalogue
from services.catalogue import CatalogueError, Item, QuestionnaireSpec
from tests.handmade import X_AND_Y, Document, document, option, question, scale, spec_of, words

LABELS = [words("мало"), words("средне"), words("много")]
ALONE = {"alone": True}
USUAL = "teacher_teacher"
OLD = "e1e79958ce77b84cee7bacd0c03d807fc7d9183690e36bf35f8e5e83c4fa554c"


@pytest.mark.parametrize(
    ("item", "values", "hard_to_say", "skippable"),
    [
        (scale("A"), tuple(map(str, range(1, 11))), True, False),
        (scale("A", minimum=0, maximum=3), ("0", "1", "2", "3"), True, False),
        (question("A", "yes_no"), ("yes", "no"), True, False),
        (question("A", "single", options=X_AND_Y), ("x", "y"), True, False),
        (question("A", "multiple", options=X_AND_Y), ("x", "y"), False, True),
        (question("A", "text"), (), False, True),
        (question("A", "text", skippable=False), (), False, False),
        (question("A", "yes_no", hard_to_say=False), ("yes", "no"), False, False),
    ],
)
def test_each_kind_has_its_answers_and_its_ways_out(
    item: Document, values: tuple[str, ...], hard_to_say: bool, skippable: bool
) -> None:
    parsed = Item.model_validate(item)
    assert parsed.values == values
    assert (parsed.hard_to_say, parsed.skippable) == (hard_to_say, skippable)
    assert parsed.closed == bool(values)


def test_the_points_of_a_scale_may_have_words_in_place_of_numbers() -> None:
    item = Item.model_validate(question("A", "scale", minimum=0, maximum=2, labels=LABELS))
    assert [(c.value, c.text.ru) for c in item.choices] == [
        *(("0", "мало"), ("1", "средне"), ("2", "много"))
    ]


def test_a_question_about_a_pair_may_depend_on_its_form() -> None:
    head, usual = MentorshipForm.HEAD_TEACHER, MentorshipForm.TEACHER_TEACHER
    other = Item.model_validate(scale("A", scope="pair", wordings={head: words("другой")}))
    assert [other.wording(form).ru for form in (head, usual, None)] == ["другой", *["вопрос"] * 2]
    assert other.always

    only = Item.model_validate(scale("A", scope="pair", forms=[head]))
    assert [only.asked_about(form) for form in (head, usual)] == [True, False]
    assert not only.always


def test_an_open_question_asks_for_no_names_by_itself() -> None:
    plain = Item.model_validate(question("A", "text"))
    assert plain.hint
    assert "без имён" in plain.hint.ru
    assert Item.model_validate(question("A", "text", hint=None)).hint is None
    assert Item.model_validate(question("A", "yes_no")).hint is None


def test_a_condition_may_look_at_a_number_or_at_one_of_several() -> None:
    spec = spec_of(
        scale("A"),
        question("B", "multiple", options=X_AND_Y),
        question("C", "text", only_if={"item": "A", "any_of": [1, 2]}),
        question("D", "text", scope="pair", only_if={"item": "B", "any_of": ["x"]}),
    )
    low, one = spec.item("C").only_if, spec.item("D").only_if
    assert low
    assert low.any_of == ("1", "2")
    assert one
    assert one.met_by(["y", "x"])
    assert [item.code for item in spec.main_items] == ["A", "B"]
    with pytest.raises(KeyError):
        spec.item("E")


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (document(), "items: at least one is needed"),
        (
            document(*(scale(f"Q{n}") for n in range(26))),
            "items: Tuple should have at most 25 items",
        ),
        (document(scale("A"), key="Mentee"), "key: String should match pattern "),
        (
            document(scale("A"), wave="spring"),
            "wave: Input should be 'intro', 'growth_start', 'check', 'deficits', 'interim',",
        ),
        (document(scale("A"), minutes=0), "minutes: Input should be greater than or equal to 1"),
        (document(scale("A"), author="x"), "author: Extra inputs are not permitted"),
        (document(scale("A", text={"ru": "вопрос"})), "items.A.text.en: Field required"),
        (
            document(scale("A", text={"ru": "вопрос", "en": " "})),
            "items.A.text.en: String should have at least 1 character",
        ),
        (
            document(scale("A", text={"ru": "вопрос", "en": True})),
            "items.A.text.en: put it in quotes: YAML reads a bare yes or no as true or false",
        ),
        (
            document(scale("A", label=words("я" * 33))),
            "items.A.label.ru: 33 characters, at most 32",
        ),
        (
            document(scale("TOO_LONG_CODE")),
            "items.TOO_LONG_CODE.code: String should match pattern ",
        ),
        (document(scale("A"), scale("eff")), "items.eff.code: String should match pattern "),
        (document(scale("A"), scale("A")), "items.A: the code stands twice"),
        (document(scale("A", low=None)), "items.A.low: a scale needs words at both ends"),
        (
            document(question("A", "scale", low=words())),
            "items.A.high: a scale needs words at both",
        ),
        (
            document(scale("A", minimum=5, maximum=5)),
            "items.A.maximum: must be above the minimum, 5",
        ),
        (document(scale("A", options=X_AND_Y)), "items.A.options: a scale question takes none"),
        (
            document(question("A", "text", maximum=5)),
            "items.A.maximum: only a scale has one, not a text question",
        ),
        (
            document(question("A", "single", options=[option("x")])),
            "items.A.options: a single question needs at least two",
        ),
        (
            document(question("A", "multiple", options=[option("x"), option("x")])),
            "items.A.options: x stands twice",
        ),
        (
            document(question("A", "single", options=[option("x"), option("skip")])),
            "items.A.options: skip is reserved: set it on the item instead",
        ),
        (
            document(question("A", "single", options=[option("x"), {"code": "y"}])),
            "items.A.options.y.text: Field required",
        ),
        (
            document(question("A", "text", hard_to_say=True)),
            "items.A.hard_to_say: a text question is skipped instead: use skippable",
        ),
        (
            document(scale("A", only_if={"item": "B", "any_of": ["1"]}), scale("B")),
            "items.A.only_if.item: there is no earlier item B",
        ),
        (
            document(scale("A", only_if={"item": "A", "any_of": ["1"]})),
            "items.A.only_if.item: there is no earlier item A",
        ),
        (
            document(question("T", "text"), scale("A", only_if={"item": "T", "any_of": ["x"]})),
            "items.A.only_if.item: T is a text question, not a closed one",
        ),
        (
            document(scale("P", scope="pair"), scale("A", only_if={"item": "P", "any_of": ["1"]})),
            "items.A.only_if.item: P is asked for each pair, this item once",
        ),
        (
            document(scale("B"), scale("A", only_if={"item": "B", "any_of": [1, 11]})),
            "items.A.only_if.any_of: 11 is not one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
        ),
        (
            document(scale("B"), scale("A", only_if={"item": "B", "any_of": []})),
            "items.A.only_if.any_of: at least one is needed",
        ),
        (
            document(scale("A", labels=LABELS)),
            "items.A.labels: one for each of the 10 points is needed",
        ),
        (
            document(scale("A", maximum=3, labels=LABELS)),
            "items.A.low: the labels say it already",
        ),
        (
            document(question("A", "yes_no", labels=LABELS)),
            "items.A.labels: only a scale has one, not a yes_no question",
        ),
        (
            document(question("A", "single", options=[option("x"), {**option("y"), **ALONE}])),
            "items.A.options: only one of several choices can stand alone",
        ),
        (
            document(scale("A", forms=["head_teacher"])),
            "items.A.forms: only a question about a pair depends on its form",
        ),
        (
            document(scale("A", wordings={"head_teacher": words()})),
            "items.A.wordings: only a question about a pair depends on its form",
        ),
        (
            document(scale("A", scope="pair", forms=[USUAL], wordings={"head_teacher": words()})),
            "items.A.wordings.head_teacher: it is not asked about this form",
        ),
        (document(scale("A", scope="pair", forms=["boss"])), "items.A.forms.1: Input should be"),
        (
            document(scale("A", scope="pair"), role="curator"),
            "items.A.scope: a curator is in no pair",
        ),
        (
            document(
                scale("B", scope="pair", forms=[USUAL]),
                scale("A", scope="pair", only_if={"item": "B", "any_of": [1]}),
            ),
            "items.A.only_if.item: B is asked about fewer forms",
        ),
        (
            document(scale("B", decisions=True), scale("A", only_if={"item": "B", "any_of": [1]})),
            "items.A.only_if.item: B is not always asked",
        ),
        (
            document(question("B", "yes_no"), scale("A", only_if={"item": "B", "any_of": [True]})),
            "items.A.only_if.any_of.1: put it in quotes",
        ),
    ],
)
def test_a_flaw_is_named_with_file_and_field_in_one_line(bad: Document, complaint: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        catalogue.parse(yaml.safe_dump(bad, allow_unicode=True), "try.yaml")
    (line,) = caught.value.lines
    assert line.startswith(f"try.yaml: {complaint}")
    assert "\n" not in line


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"key: [", "try.yaml: line 1: "),
        (b"- a\n- b\n", "try.yaml: no questionnaire: fields such as key and items expected"),
        (b"", "try.yaml: no questionnaire: fields such as key and items expected"),
        (b"key: a\nminutes: 3\nkey: b\n", "try.yaml: line 3: key stands twice"),
        (b"key: !!python/object:os.system a\n", "try.yaml: line 1: could not determine"),
        ("key: анкета".encode("cp1251"), "try.yaml: not a text in UTF-8"),
    ],
)
def test_a_file_that_is_no_questionnaire_is_called_so(
    tmp_path: Path, content: bytes, complaint: str
) -> None:
    (tmp_path / "try.yaml").write_bytes(content)
    with pytest.raises(CatalogueError) as caught:
        catalogue.load(tmp_path)
    assert str(caught.value).startswith(complaint)


def test_the_flaws_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(document(scale("A"), minutes=0, wave="x")))
    (tmp_path / "b.yaml").write_text(yaml.safe_dump(document(scale("A"))))
    with pytest.raises(CatalogueError) as caught:
        catalogue.load(tmp_path)
    assert [line.split(": ")[:2] for line in caught.value.lines] == [
        ["a.yaml", "wave"],
        ["a.yaml", "minutes"],
        ["b.yaml", "key"],
    ]
    assert caught.value.lines[-1] == "b.yaml: key: must be the file's name, b"


def test_a_file_may_ask_what_another_asks(tmp_path: Path) -> None:
    (tmp_path / "first.yaml").write_text(yaml.safe_dump(document(scale("A"), key="first")))
    again = document(key="again", wave="final") | {"items": "first"}
    (tmp_path / "again.yaml").write_text(yaml.safe_dump(again))
    loaded = catalogue.load(tmp_path)
    assert loaded["again"].items == loaded["first"].items

    (tmp_path / "again.yaml").write_text(yaml.safe_dump(again | {"items": "third"}))
    with pytest.raises(CatalogueError, match=r"again\.yaml: items: there is no file third\.yaml"):
        catalogue.load(tmp_path)


def test_what_was_frozen_long_ago_keeps_its_fingerprint() -> None:
    """What is new in the model has a default, so that answers stay with their version."""
    old = spec_of(
        scale("A", scope="pair", mirror="B"),
        question("B", "multiple", options=X_AND_Y),
        question("C", "text", hint=words("без имён"), only_if={"item": "B", "any_of": ["x"]}),
    )
    assert old.fingerprint() == OLD
    assert old.model_copy(update={"long_because": "six areas"}).fingerprint() == OLD


def test_the_fingerprint_survives_a_reformatted_file() -> None:
    text = (catalogue.FOLDER / "mentee-final.yaml").read_text(encoding="utf-8")
    folded = yaml.safe_dump(yaml.safe_load(text), allow_unicode=True, width=40, sort_keys=True)
    again = catalogue.parse(f"# a comment\n{folded}", "folded.yaml")
    assert again.fingerprint() == catalogue.load()["mentee-final"].fingerprint()


def test_a_default_written_out_is_the_same_questionnaire() -> None:
    plain = spec_of(scale("A"))
    spelt = spec_of(scale("A", minimum=1, hard_to_say=True, statistics=True, only_if=None))
    assert spelt.fingerprint() == plain.fingerprint()


def test_a_frozen_version_is_read_back_whole() -> None:
    for spec in catalogue.load().values():
        thawed = QuestionnaireSpec.model_validate(spec.model_dump(mode="json"))
        assert thawed == spec
        assert thawed.fingerprint() == spec.fingerprint()


@pytest.mark.parametrize(
    "changed",
    [
        spec_of(scale("A", text=words("иначе"))),
        spec_of(scale("A", low=words("чуть-чуть"))),
        spec_of(scale("A", hard_to_say=False)),
        spec_of(scale("A", maximum=5)),
        spec_of(scale("A", scope="pair")),
        spec_of(scale("A", decisions=True)),
        spec_of(scale("B")),
        spec_of(scale("A"), scale("B")),
        spec_of(scale("A"), title=words("другая")),
    ],
)
def test_the_fingerprint_changes_with_what_is_asked(changed: QuestionnaireSpec) -> None:
    assert changed.fingerprint() != spec_of(scale("A")).fingerprint()
