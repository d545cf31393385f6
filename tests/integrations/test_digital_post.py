"""Digital Post: what the message says, and what each fault on the way means for the letter."""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from python_serviceplatformen.authentication import KombitAccess
from python_serviceplatformen.models import xml_util

from mestring import integrations
from mestring.cases.carriers import CarrierDown, CarrierRefused, CarrierUnsure, Parcel
from mestring.integrations import digital_post
from mestring.integrations.digital_post import DigitalPost, message
from mestring.integrations.folder import Folder
from tests.integrations.test_folder import KEY, PARCEL

MEMO = "https://DigitalPost.dk/MeMo-1"
LETTER = replace(PARCEL, carrier="digital_post", address=())


# ------------------------------------------------------------------------------------------------ the message


def memo(parcel: Parcel = LETTER) -> ElementTree.Element:
    return xml_util.dataclass_to_xml(message(parcel, cvr="12345678", sender="Vejle Kommune"))


def test_the_message_is_memo_1_2_in_the_order_the_model_asks_for() -> None:
    """No schema is published for 1.2, so the least message of the model is written out here by hand, with the case's number."""
    found = memo()
    assert (found.tag, found.get("memoVersion")) == (f"{{{MEMO}}}Message", "1.2")
    assert [one.tag.removeprefix(f"{{{MEMO}}}") for one in found.iter()] == [
        "Message",
        *("MessageHeader", "messageType", "messageUUID", "label"),
        *("Sender", "senderID", "idType", "label"),
        *("Recipient", "recipientID", "idType"),
        *("ContentData", "CaseID", "caseID", "caseSystem"),
        *("MessageBody", "createdDateTime", "MainDocument", "label"),
        *("File", "encodingFormat", "filename", "language", "content"),
    ]


def test_the_message_says_who_to_whom_and_what() -> None:
    said = {path: memo().findtext("/".join(f"{{{MEMO}}}{part}" for part in path.split("/"))) for path in PATHS}
    assert said == PATHS
    content = memo().findtext(f".//{{{MEMO}}}content")
    assert content is not None
    assert base64.b64decode(content) == LETTER.pdf


PATHS = {
    "MessageHeader/messageType": "DIGITALPOST",
    "MessageHeader/messageUUID": str(KEY),
    "MessageHeader/label": "Afgørelse – sag 26-00417",
    "MessageHeader/Sender/senderID": "12345678",
    "MessageHeader/Sender/idType": "CVR",
    "MessageHeader/Sender/label": "Vejle Kommune",
    "MessageHeader/Recipient/recipientID": "9999010001",
    "MessageHeader/Recipient/idType": "CPR",
    "MessageHeader/ContentData/CaseID/caseID": "26-00417",
    "MessageBody/createdDateTime": "2026-11-25T11:00:00Z",
    "MessageBody/MainDocument/File/encodingFormat": "application/pdf",
    "MessageBody/MainDocument/File/filename": "brev-26-00417.pdf",
    "MessageBody/MainDocument/File/language": "da",
}


def test_what_an_inbox_shows_outside_the_letter_holds_no_name() -> None:
    assert "Karen" not in ElementTree.tostring(memo(), encoding="unicode")


# ------------------------------------------------------------------------------------------------ the service, on this machine


class Service:
    """Serviceplatformen as far as the adapter sees it: is somebody registered, and take a message."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.answers: list[int | str] = []
        self.registered = True
        self.address = ""

    def keys(self) -> list[str]:
        return [re.findall(r"messageUUID>([^<]+)<", one.decode())[0] for one in self.messages]


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(200, b'{"result": true}' if made.registered else b'{"result": false}')

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            wanted = made.answers.pop(0) if made.answers else 200
            if wanted == "hang up before":
                self.close_connection = True
                return
            made.messages.append(body)
            if wanted == "hang up after":
                self.close_connection = True
                return
            if isinstance(wanted, int) and wanted != 200:
                made.messages.pop()
            self._answer(int(wanted), b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def post(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DigitalPost:
    monkeypatch.setattr(KombitAccess, "get_access_token", lambda self, entity: "Bearer x")
    access = KombitAccess(cvr="12345678", cert_path="", test=True)
    access.environment = service.address
    return DigitalPost(access, sender="Vejle Kommune", journal=tmp_path / "journal", print_room=Folder(tmp_path / "post"))


def test_a_letter_arrives_whole_with_danish_letters_in_it(post: DigitalPost, service: Service) -> None:
    receipt = post.send(LETTER)
    (body,) = service.messages
    # The library declares the encoding as "utf8", a name this parser doesn't know for what it does know.
    request = ElementTree.fromstring(body.decode("utf-8"))
    assert request.tag == "kombi_request"
    assert request.findtext("KombiValgKode") == "Digital Post"
    assert request.findtext(f".//{{{MEMO}}}label") == "Afgørelse – sag 26-00417"
    assert post.already_sent(KEY) == receipt


def test_the_same_key_is_not_sent_again(post: DigitalPost, service: Service) -> None:
    assert post.send(LETTER) == post.send(LETTER)
    assert len(service.messages) == 1


def test_what_is_not_for_digital_post_goes_to_the_print_room(post: DigitalPost, service: Service) -> None:
    assert post.send(PARCEL) == f"folder:{KEY}"
    assert post.already_sent(KEY) == f"folder:{KEY}"
    assert service.messages == []


def test_who_is_not_registered_is_refused_before_anything_leaves(post: DigitalPost, service: Service) -> None:
    service.registered = False
    with pytest.raises(CarrierRefused, match="ikke længere tilmeldt"):
        post.send(LETTER)
    assert post.already_sent(KEY) is None


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_a_service_that_does_not_take_it_is_tried_again(post: DigitalPost, service: Service, status: int) -> None:
    service.answers = [status]
    with pytest.raises(CarrierDown):
        post.send(LETTER)
    assert post.already_sent(KEY) is None
    post.send(LETTER)
    assert service.keys() == [str(KEY)]


@pytest.mark.parametrize("status", [400, 404, 413, 422])
def test_a_message_the_service_will_not_have_is_refused(post: DigitalPost, service: Service, status: int) -> None:
    service.answers = [status]
    with pytest.raises(CarrierRefused, match=str(status)):
        post.send(LETTER)
    assert post.already_sent(KEY) is None


@pytest.mark.parametrize("answer", [500, 502, 504, 408, "hang up before", "hang up after"])
def test_when_nobody_knows_it_is_not_sent_again_unasked(post: DigitalPost, service: Service, answer: int | str) -> None:
    service.answers = [answer]
    for _ in range(3):
        with pytest.raises(CarrierUnsure):
            post.send(LETTER)
        with pytest.raises(CarrierUnsure):
            post.already_sent(KEY)
    assert len(service.messages) <= 1


def test_what_may_have_been_sent_is_not_refused_because_of_what_has_happened_since(post: DigitalPost, service: Service) -> None:
    service.answers = ["hang up after"]
    with pytest.raises(CarrierUnsure):
        post.send(LETTER)
    service.registered = False
    with pytest.raises(CarrierUnsure):
        post.send(LETTER)


def test_when_a_person_has_found_that_it_did_not_arrive_it_is_sent(post: DigitalPost, service: Service) -> None:
    service.answers = ["hang up before"]
    with pytest.raises(CarrierUnsure):
        post.send(LETTER)
    receipt = post.send(replace(LETTER, unsent=True))
    assert service.keys() == [str(KEY)]
    assert post.already_sent(KEY) == receipt


def test_a_service_that_is_not_there_is_down_and_the_number_is_not_told(post: DigitalPost, service: Service) -> None:
    post.access.environment = "http://127.0.0.1:9/"
    with pytest.raises(CarrierDown) as down:
        post.send(LETTER)
    assert "999901" not in str(down.value)
    assert down.value.__cause__ is None
    assert post.already_sent(KEY) is None


def test_a_service_that_goes_away_between_the_question_and_the_letter_is_down(post: DigitalPost, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digital_post.service, "is_registered", lambda *_: True)
    post.access.environment = "http://127.0.0.1:9/"
    with pytest.raises(CarrierDown):
        post.send(LETTER)
    assert post.already_sent(KEY) is None


@pytest.mark.parametrize("step", ["begun", "sent", "done"])
def test_killed_at_any_point_it_is_sent_once_or_a_person_is_asked(post: DigitalPost, service: Service, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def dies(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if step == "begun":
            patch.setattr(digital_post.service, "send_message", dies)
        elif step == "sent":
            real = digital_post.service.send_message
            patch.setattr(digital_post.service, "send_message", lambda *given: (real(*given), dies()))
        else:
            patch.setattr(digital_post.storage, "write_whole", dies)
        with pytest.raises(KeyboardInterrupt):
            post.send(LETTER)
    with pytest.raises(CarrierUnsure):
        post.already_sent(KEY)
    assert len(service.messages) == (0 if step == "begun" else 1)


def test_of_two_at_the_same_moment_one_sends(post: DigitalPost, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second has passed every check when the first begins."""
    real = digital_post.service.is_registered

    def also_sent(*asked: Any) -> Any:
        monkeypatch.setattr(digital_post.service, "is_registered", real)
        post.send(LETTER)
        return True

    monkeypatch.setattr(digital_post.service, "is_registered", also_sent)
    with pytest.raises(CarrierUnsure):
        post.send(LETTER)
    assert service.keys() == [str(KEY)]


def test_an_answer_that_does_not_come_is_unsure() -> None:
    assert isinstance(digital_post._what_became(requests.ReadTimeout()), CarrierUnsure)
    assert isinstance(digital_post._what_became(requests.ConnectTimeout()), CarrierDown)


# ------------------------------------------------------------------------------------------------ settings


def test_the_folder_is_the_way_out_unless_another_is_chosen(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    settings.POST = "folder"
    settings.OUTBOX = None
    chosen = integrations.outbox()
    assert isinstance(chosen, Folder)
    assert chosen.path == tmp_path / "outbox"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"POST": "email"}, "POST=email"),
        ({"DIGITAL_POST_CVR": "123"}, "DIGITAL_POST_CVR"),
        ({"DIGITAL_POST_CERTIFICATE": "/nowhere.pem"}, "DIGITAL_POST_CERTIFICATE"),
    ],
)
def test_a_wrong_setting_says_what_to_write(settings: Any, tmp_path: Path, wrong: dict[str, str], told: str) -> None:
    certificate = tmp_path / "certificate.pem"
    certificate.touch()
    for name, value in {"POST": "digital_post", "DIGITAL_POST_CVR": "12345678", "DIGITAL_POST_CERTIFICATE": str(certificate), **wrong}.items():
        setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured, match=told):
        integrations.outbox()


def test_digital_post_is_chosen_by_a_setting(settings: Any, tmp_path: Path) -> None:
    certificate = tmp_path / "certificate.pem"
    certificate.touch()
    settings.POST, settings.DIGITAL_POST_CVR, settings.DIGITAL_POST_CERTIFICATE, settings.DIGITAL_POST_TEST = "digital_post", "12345678", str(certificate), True
    settings.OUTBOX = tmp_path
    chosen = integrations.outbox()
    assert isinstance(chosen, DigitalPost)
    assert chosen.access.test
    assert chosen.sender == f"{settings.COUNCIL.capitalize()} Kommune"
