"""Subtitles and transcripts: cues with their voices and times, as video calls export them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from corpus.errors import ReadingError
from corpus.model import Document
from corpus.reading import Source, read_source
from make_docx import docx, p, r
from make_odt import odt
from make_odt import p as odt_p


def doc(content: str | bytes, name: str) -> Document:
    data = content.encode() if isinstance(content, str) else content
    (document,) = read_source(Source.from_bytes(data, name))
    return document


def cues(document: Document) -> list[tuple[str | None, str | None, str | None, str]]:
    return [
        (
            b.attributes.get("speaker"),
            b.attributes.get("from"),
            b.attributes.get("to"),
            document.text[b.start : b.end],
        )
        for b in document.blocks
        if b.kind == "cue"
    ]


def vtt(body: str) -> list[tuple[str | None, str | None, str | None, str]]:
    return cues(doc(f"WEBVTT\n\n{body}", "visio.vtt"))


def test_each_voice_of_a_cue_has_its_own_words() -> None:
    assert vtt("00:01.000 --> 00:04.500\n<v Anne>Du temps ?</v> <v Paul>Oui &amp; non.</v>\n") == [
        ("Anne", "1", "4.5", "Du temps ?"),
        ("Paul", "1", "4.5", "Oui & non."),
    ]


def test_a_voice_may_have_a_class_and_no_end() -> None:
    assert vtt("01:00:01.000 --> 01:00:02.000\n<v.loud Mme Durand (DGFiP)>Très <i>bien</i>.") == [
        ("Mme Durand (DGFiP)", "3601", "3602", "Très bien.")
    ]


def test_teams_identifiers_notes_and_styles_are_no_words() -> None:
    body = (
        "NOTE Confiance : 0,9\nsur deux lignes\n\nSTYLE\n::cue { color: red }\n\n"
        "3fa85f64-5717-4562-b3fc-2c963f66afa6/12-0\n"
        "00:00:01.000 --> 00:00:02.000 align:start position:0%\n<v Anne Durand>Bonjour.</v>\n"
    )
    assert vtt(body) == [("Anne Durand", "1", "2", "Bonjour.")]


def test_zoom_prints_names_in_the_words_and_they_stay_there() -> None:
    body = (
        "1\n00:00:01.000 --> 00:00:02.000\nAnne Durand: Quel est le but : écouter ?\n\n"
        "2\n00:00:02.000 --> 00:00:03.000\nPaul de Lange: Oui.\n\n"
        "3\n00:00:03.000 --> 00:00:04.000\n10:30 Réunion: le point\n"
    )
    assert vtt(body) == [
        ("Anne Durand", "1", "2", "Anne Durand: Quel est le but : écouter ?"),
        ("Paul de Lange", "2", "3", "Paul de Lange: Oui."),
        (None, "3", "4", "10:30 Réunion: le point"),
    ]


def test_a_colon_alone_makes_no_speaker() -> None:
    body = "".join(
        f"00:0{n}.000 --> 00:0{n + 1}.000\n{line}\n\n"
        for n, line in enumerate(["Une question : laquelle ?", "Voilà.", "Paris: bien.", "Non."])
    )
    assert [speaker for speaker, *_ in vtt(body)] == [None, None, None, None]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffWEBVTT\r\n\r\n1\r\n00:00:01,000 --> 00:00:02,500\r\nBonjour.\r\n",
        "WEBVTT - Titre\nKind: captions\nLanguage: fr\n\n00:01.000 --> 00:02.500\nBonjour.",
        "WEBVTT\n00:01.000 --> 00:02.500\nBonjour.",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nBonjour.\n\n\n\n",
    ],
)
def test_marks_line_ends_commas_and_short_times(content: str) -> None:
    assert cues(doc(content, "visio.vtt")) == [(None, "1", "2.5", "Bonjour.")]


def test_cues_without_a_blank_line_between_them() -> None:
    body = "1\n00:01.000 --> 00:02.000\nBonjour.\n2\n00:02.000 --> 00:03.000\nMerci.\n"
    assert [words for *_, words in vtt(body)] == ["Bonjour.", "Merci."]


def test_the_text_parts_voices_by_a_blank_line() -> None:
    body = (
        "00:01.000 --> 00:02.000\n<v Anne>Pouvez-vous\n\n"
        "00:02.000 --> 00:03.000\n<v Anne>dire ?\n\n"
        "00:03.000 --> 00:04.000\n<v Paul>Oui,\nvolontiers.\n"
    )
    document = doc(f"WEBVTT\n\n{body}", "visio.vtt")
    assert document.text == "Pouvez-vous\ndire ?\n\nOui,\nvolontiers."


def test_srt_files() -> None:
    content = (
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>Bonjour</i> à tous.\n\n"
        "2\n00:00:02,000 --> 00:00:03,000\nMerci.\n"
    )
    document = doc(content, "film.srt")
    assert document.format == "srt"
    assert cues(document) == [
        (None, "1", "2", "Bonjour à tous."),
        (None, "2", "3", "Merci."),
    ]


def test_lines_outside_cues_and_odd_times_are_told() -> None:
    document = doc("WEBVTT\n\nPerdu.\n\n00:09.000 --> 00:02.000\nBonjour.", "visio.vtt")
    assert [problem.code for problem in document.problems] == [
        "lignes-hors-repliques",
        "temps-incoherents",
    ]


def test_a_file_without_cues_says_so() -> None:
    assert [p.code for p in doc("WEBVTT\n\n", "visio.vtt").problems] == ["sans-texte"]


def test_webex_names_the_speaker_in_the_identifier() -> None:
    body = (
        '1 "Anne Durand" (3265476096)\n00:01.000 --> 00:02.000\nBonjour.\n\n'
        '2 "Paul Martin" (0)\n00:02.000 --> 00:03.000\nMerci.\n'
    )
    assert [(speaker, words) for speaker, _, _, words in vtt(body)] == [
        ("Anne Durand", "Bonjour."),
        ("Paul Martin", "Merci."),
    ]


def test_captions_that_roll_up_the_screen_are_read_once() -> None:
    lines = ["le comité", "se réunit", "deux fois", "par an"]
    body = "00:00.000 --> 00:01.000\nle comité\n\n" + "".join(
        f"00:0{n}.000 --> 00:0{n + 1}.000\n{lines[n - 1]}\n{lines[n]}\n\n"
        f"00:0{n + 1}.000 --> 00:0{n + 1}.010\n{lines[n]}\n\n"
        for n in range(1, 4)
    )
    document = doc(f"WEBVTT\n\n{body}", "youtube.vtt")
    assert document.text.split("\n") == lines
    assert [problem.code for problem in document.problems] == ["repliques-defilantes"]


def test_a_name_printed_before_every_cue_is_read_once_a_turn() -> None:
    body = (
        "1\n00:01.000 --> 00:02.000\nClaire Martin: Vous m'entendez ?\n\n"
        "2\n00:02.000 --> 00:03.000\nPaul Petit (PMI 93): Oui. Il est 10:30 et\n\n"
        "3\n00:03.000 --> 00:04.000\nPaul Petit (PMI 93): nous commençons.\n\n"
    )
    document = doc(f"WEBVTT\n\n{body}", "zoom.vtt")
    assert document.text == (
        "Claire Martin: Vous m'entendez ?\n\n"
        "Paul Petit (PMI 93): Oui. Il est 10:30 et\nnous commençons."
    )
    assert [speaker for speaker, *_ in cues(document)] == [
        "Claire Martin",
        "Paul Petit (PMI 93)",
        "Paul Petit (PMI 93)",
    ]
    assert [edit.raw for edit in document.edits if edit.kind == "deleted"] == [
        "Paul Petit (PMI 93): "
    ]


# ---------------------------------------------------------------- Whisper and its kin


def whisper(content: Any) -> list[tuple[str | None, str | None, str | None, str]]:
    return cues(doc(json.dumps(content), "audition.json"))


def test_whisper_segments() -> None:
    content = {
        "text": " Bonjour. Merci.",
        "segments": [
            {"id": 0, "start": 0.0, "end": 2.48, "text": " Bonjour."},
            {"id": 1, "start": 2.48, "end": 3, "text": " Merci.", "speaker": "SPEAKER_01"},
        ],
        "language": "fr",
    }
    assert whisper(content) == [
        (None, "0", "2.48", "Bonjour."),
        ("SPEAKER_01", "2.48", "3", "Merci."),
    ]


def test_whisperx_words_with_two_voices_make_two_cues() -> None:
    words = [
        {"word": "Vraiment", "start": 1.0, "end": 1.4, "speaker": "SPEAKER_00"},
        {"word": "?", "speaker": "SPEAKER_00"},
        {"word": "Oui.", "start": 1.9, "end": 2.2, "speaker": "SPEAKER_01"},
    ]
    segment = {"start": 1.0, "end": 2.2, "text": "Vraiment ? Oui.", "words": words}
    assert whisper({"segments": [segment]}) == [
        ("SPEAKER_00", "1", "1.4", "Vraiment ?"),
        ("SPEAKER_01", "1.9", "2.2", "Oui."),
    ]


def test_a_word_that_whisperx_could_not_align_goes_with_the_one_before() -> None:
    words = [
        {"word": "En", "start": 3.0, "end": 3.2, "speaker": "SPEAKER_01"},
        {"word": "2023."},
        {"word": "Combien", "start": 4.0, "end": 4.5, "speaker": "SPEAKER_00"},
        {"word": "?"},
    ]
    segment = {
        "start": 3.0,
        "end": 4.5,
        "text": " En 2023. Combien ?",
        "speaker": "SPEAKER_01",
        "words": words,
    }
    assert whisper({"segments": [segment]}) == [
        ("SPEAKER_01", "3", "3.2", "En 2023."),
        ("SPEAKER_00", "4", "4.5", "Combien ?"),
    ]


def test_a_segment_without_a_speaker_has_that_of_its_words() -> None:
    words = [{"word": "Oui", "start": 1, "end": 2, "speaker": "SPEAKER_02"}, {"word": "7."}]
    segment = {"start": 1, "end": 2, "text": "Oui 7.", "words": words}
    assert whisper({"segments": [segment]}) == [("SPEAKER_02", "1", "2", "Oui 7.")]


def test_words_that_do_not_make_up_the_text_do_not_replace_it() -> None:
    words = [{"word": "Oui", "speaker": "A"}, {"word": "non", "speaker": "B"}]
    segment = {"start": 0, "end": 1, "text": "Oui et non", "speaker": "A", "words": words}
    assert whisper({"segments": [segment]}) == [("A", "0", "1", "Oui et non")]


@pytest.mark.parametrize(
    "content",
    [
        [{"start": 1, "end": 2, "text": "Bonjour."}],
        {"chunks": [{"timestamp": [1.0, 2.0], "text": " Bonjour."}]},
        {
            "transcription": [
                {
                    "timestamps": {"from": "00:00:01,000", "to": "00:00:02,000"},
                    "text": " Bonjour.",
                }
            ]
        },
        {"segments": [{"start": "00:00:01.000", "end": "0:02", "text": "Bonjour."}]},
    ],
)
def test_the_shapes_of_other_programs(content: Any) -> None:
    assert whisper(content) == [(None, "1", "2", "Bonjour.")]


def test_whisper_tables() -> None:
    content = "start\tend\ttext\n0\t2480\tBonjour à tous, nous allons commencer cette audition.\n"
    assert cues(doc(content, "audition.tsv")) == [
        (None, "0", "2.48", "Bonjour à tous, nous allons commencer cette audition.")
    ]


def test_odd_values_are_no_times_and_odd_entries_are_told() -> None:
    segments = [
        {"start": "tôt", "end": float("nan"), "text": "Bon\ud800jour."},
        {"start": -1, "end": True, "text": "Merci."},
        {"texte": "perdu"},
        12,
    ]
    document = doc(json.dumps({"segments": segments}), "audition.json")
    assert cues(document) == [(None, None, None, "Bon\ufffdjour."), (None, None, None, "Merci.")]
    assert [problem.code for problem in document.problems] == ["lignes-hors-repliques"]
    assert "2 ligne(s)" in document.problems[0].message


def test_json_that_is_no_transcript_is_refused() -> None:
    from corpus.reading.whisper import read_whisper

    with pytest.raises(ReadingError) as refused:
        read_whisper(Source.from_bytes(b'{"a": 1}', "a.json"), ocr=False)
    assert refused.value.code == "json-invalide"


# ---------------------------------------------------------------- exports of video calls

TEAMS = (
    "Réunion\n5 décembre 2023\n\nAnne Durand   0:03\nBonjour à tous.\n\n"
    "Paul Issartel   0:13\nNous intervenons à domicile.\nEt en centre social.\n\n"
    "Anne Durand   1:00:13\nMerci.\n"
)


def test_a_teams_text_keeps_its_text_and_gains_cues() -> None:
    document = doc(TEAMS, "teams.txt")
    assert document.text == TEAMS
    assert [(s, f) for s, f, *_ in cues(document)] == [
        ("Anne Durand", "3"),
        ("Paul Issartel", "13"),
        ("Anne Durand", "3613"),
    ]
    words = [document.text[int(b.attributes["label_end"]) : b.end] for b in document.blocks]
    assert words == [
        "Bonjour à tous.",
        "Nous intervenons à domicile.\nEt en centre social.",
        "Merci.",
    ]


def test_an_older_teams_text_has_times_then_names() -> None:
    content = (
        "0:0:0.0 --> 0:0:1.510\nAnne Durand\nBonjour.\n"
        "0:0:2.0 --> 0:0:3.5\nPaul Martin\nMerci.\n0:0:4.0 --> 0:0:5.0\nAnne Durand\nBien.\n"
    )
    assert [found[:3] for found in cues(doc(content, "teams.txt"))] == [
        ("Anne Durand", "0", "1.51"),
        ("Paul Martin", "2", "3.5"),
        ("Anne Durand", "4", "5"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "Anne Durand\t00:00:03\nBonjour.\nPaul Martin\t00:00:09\nMerci.\n",
        "[Anne Durand] 00:00:03\nBonjour.\n\n[Paul Martin] 00:00:09\nMerci.\n",
        "Anne Durand  0:03 \nBonjour.\n\nPaul Martin  0:09 \nMerci.\n\nTranscribed by Otter",
    ],
)
def test_zoom_and_otter_texts(content: str) -> None:
    found = cues(doc(content, "zoom.txt"))
    assert [(s, f) for s, f, *_ in found] == [("Anne Durand", "3"), ("Paul Martin", "9")]


def test_a_teams_word_file_gains_cues() -> None:
    body = p(r("Réunion")) + "".join(
        p(r(name, "<w:b/>") + r(f"   {time}") + "<w:r><w:br/></w:r>" + r(words))
        for name, time, words in [
            ("Anne Durand", "0:03", "Bonjour."),
            ("Paul Martin", "0:09", "Merci."),
        ]
    )
    document = doc(docx(body), "teams.docx")
    assert [(block.kind) for block in document.blocks] == ["paragraph", "cue", "cue"]
    assert cues(document)[1] == ("Paul Martin", "9", None, "Paul Martin   0:09\nMerci.")


def test_a_writer_transcript_gains_cues() -> None:
    body = "".join(
        odt_p(f"{name}<text:s text:c='3'/>{time}") + odt_p(words)
        for name, time, words in [("Anne Durand", "0:03", "Bonjour."), ("Paul", "0:09", "Merci.")]
    )
    assert [(s, f) for s, f, *_ in cues(doc(odt(body), "teams.odt"))] == [
        ("Anne Durand", "3"),
        ("Paul", "9"),
    ]


def test_an_agenda_is_no_transcript() -> None:
    content = "Ordre du jour\n\nAccueil   9:30\nCafé.\nTable ronde   10:00\nDébat.\n"
    assert cues(doc(content, "agenda.txt")) == []
