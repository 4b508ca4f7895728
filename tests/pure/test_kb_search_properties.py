"""The search of the knowledge base: forms of a text, what is indexed, what is asked, what is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

search_text = tool("city12319_kb", "search_text")
ranking = tool("city12319_kb", "ranking")
plain = tool("city12319_kb", "plain_text")
scrub = tool("city12319_kb", "scrub")

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)
ANYTHING = st.text(max_size=80)


def matches(vector, query):
    """Tell whether a tsvector (as a set of words) fulfils a tsquery of ours: words, :*, &, | and brackets."""
    words = vector.split()
    expression = []
    for token in query.replace("(", " ( ").replace(")", " ) ").split():
        if token in "()":
            expression.append(token)
        elif token in "&|":
            expression.append("and" if token == "&" else "or")
        elif token.endswith(":*"):
            expression.append(str(any(word.startswith(token[:-2]) for word in words)))
        else:
            expression.append(str(token in words))
    return eval(" ".join(expression))  # noqa: S307 made of True, False and, or, brackets


@given(ANYTHING)
def test_normalizing_keeps_every_place_and_is_done_once(text):
    normal = search_text.normalize(text)
    assert len(normal) == len(text)
    assert search_text.normalize(normal) == normal


@pytest.mark.parametrize(("text", "normal"), [
    ("停電通知", "停电通知"), ("ＧＢ／Ｔ ４７", "gb/t 47"), ("iPhone", "iphone"), ("", ""), (None, ""),
])
def test_normal_form(text, normal):
    assert search_text.normalize(text) == normal


@given(CHINESE, CHINESE, st.data())
def test_every_piece_of_a_text_is_found(before, after, data):
    text = before + after
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start:data.draw(st.integers(start + 1, len(text)))]
    assert matches(search_text.body_vector(text), search_text.tsquery(piece))
    assert matches(search_text.title_vector(text), search_text.tsquery(piece))


@given(ANYTHING, ANYTHING)
def test_vectors_and_queries_hold_nothing_that_the_database_could_misread(text, other):
    for vector in (search_text.body_vector(text, other), search_text.title_vector(text, other)):
        assert all(word.isalnum() or "_" not in word and word.isprintable() for word in vector.split())
        assert not set(vector) & set("'\\:&|!()<>*\"")
    words = search_text.tsquery(text).replace(":*", "")
    assert not set(words) & set("'\\:!<>*\"")


@pytest.mark.parametrize(("query", "found"), [
    ("tsl", True), ("tingshui", True), ("shui", True), ("jl", True), ("zz", False), ("停水 家", True), ("停电", False),
])
def test_titles_are_found_by_sound(query, found):
    assert matches(search_text.title_vector("家里停水了"), search_text.tsquery(query)) is found


def test_synonym_stands_within_a_longer_word():
    assert search_text.alternatives("小区没水了", {"没水": ("停水",)}) == ["小区没水了", "小区停水了"]


@given(st.text(alphabet="停水路灯公园abc12 。\n", max_size=300), st.lists(CHINESE | st.just("停水"), max_size=5))
def test_snippet_is_a_piece_of_the_text_and_marks_only_what_is_asked(text, wanted):
    pieces = ranking.snippet(text, wanted)
    shown = "".join(piece for piece, _marked in pieces if piece != "…")
    assert shown in text.replace("\n", " ")
    for piece, is_marked in pieces:
        assert not is_marked or any(needle in piece or piece in needle for needle in wanted)


@given(ANYTHING, st.lists(st.text(max_size=3), max_size=4))
def test_marking_keeps_the_text(text, wanted):
    assert "".join(piece for piece, _marked in ranking.marked(text, wanted)) == text


def test_title_before_keyword_before_rest():
    places = [
        ranking.title_place("路灯报修", title, keywords) for title, keywords in [
            ("路灯报修", ""), ("路灯报修电话", ""), ("如何路灯报修", ""), ("其他", "路灯报修"), ("别的", ""),
        ]
    ]
    assert places == sorted(places)
    assert len(set(places)) == 5


def test_words_that_stand_everywhere_tell_nothing_and_the_rarest_tell_most():
    frequency = {"市民": 900, "停水": 20, "水了": 30, "蓝藻": 1}
    weights = ranking.chosen_words("市民停水了蓝藻", frequency, 1000, 10)
    assert "市民" not in weights
    assert max(weights, key=weights.get) == "蓝藻"
    assert list(ranking.chosen_words("市民停水了蓝藻", frequency, 1000, 10, budget=25)) == ["蓝藻", "停水"]


@given(ANYTHING, st.integers(0, 1000))
def test_relevance_of_what_has_no_word_is_nothing(text, used):
    assert ranking.relevance({"停水": 2.0, "水管": 2.0}, "", text.replace("停", "").replace("水", ""), used, 400) == 0


@pytest.mark.parametrize(("markup", "text"), [
    ("<p>停<b>水</b>了</p><p>第二&nbsp;段</p>", "停水了\n第二 段"), ("<ul><li>一</li><li>二</li></ul>", "一\n二"),
    ("a<br>b", "a\nb"), ("1 &lt; 2", "1 < 2"), ("", ""), (None, ""), (False, ""),
])
def test_plain_text(markup, text):
    assert plain.plain_text(markup) == text


@pytest.mark.parametrize("secret", [
    "13800138000", "138 0013 8000", "+86-138-0013-8000", "0571-88886666", "33010219900101123X", "（0571）88886666",
    "someone@example.com", "王女士", "欧阳先生",
])
def test_who_asked_does_not_stay_in_the_question(secret):
    kept = scrub.scrub(f"{secret}问公租房怎么申请")
    assert "公租房怎么申请" in kept
    assert secret not in kept
    assert not any(len(run) > 5 for run in "".join(c if c.isdigit() else " " for c in kept).split())


@given(ANYTHING)
def test_the_same_question_has_the_same_key_whatever_its_form(text):
    assert scrub.question_key(text.upper()) == scrub.question_key(text.upper().lower()) or not text.isascii()
    assert len(scrub.scrub(text)) <= 60
