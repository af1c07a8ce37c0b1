//! Services on bad days: each ends in an answer, or in an error that says what happened and holds no secret.

use dbx::llm::{LlmError, ProviderKind, Quiet, ServiceSettings};
use std::time::{Duration, Instant};

use super::model::{KEY, ask, ask_with, settings, whole};
use crate::support::http::{HttpServer, Reply};

const PIECE: &str = "data: {\"choices\":[{\"delta\":{\"content\":\"la \"}}]}\n\n";

#[track_caller]
fn fails(replies: Vec<Reply>, part: &str) -> LlmError {
    let server = HttpServer::start(replies);
    let error = ask(&server).expect_err("no answer");
    let text = format!("{error} {error:?} {:?}", error.hint());
    assert!(error.to_string().contains(part), "expected `{part}` in `{error}`");
    assert!(!text.contains("S3cret"), "{text}");
    error
}

#[test]
fn a_busy_service_is_asked_again_after_the_pause_it_wants() {
    let busy = Reply::json(429, "{\"error\":{\"message\":\"slow down\"}}").header("Retry-After", "7");
    let server = HttpServer::start(vec![busy, Reply::json(500, "oops"), whole("42")]);
    let (result, pauses) = ask_with(settings(&server, ProviderKind::OpenAi), &Quiet);
    assert_eq!(result.unwrap().text, "42");
    assert_eq!(pauses, [Duration::from_secs(7), Duration::from_secs(1)]);
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_service_that_stays_busy_is_let_be() {
    for status in [408, 429, 500, 502, 503, 504, 529] {
        let server = HttpServer::start(vec![Reply::json(status, "{\"error\":{\"message\":\"overloaded\"}}")]);
        let error = ask(&server).unwrap_err();
        assert!(error.to_string().contains("asked 3 times: overloaded"), "{error}");
        assert_eq!(server.requests().len(), 3);
    }
    // An hour is not waited for.
    let server = HttpServer::start(vec![Reply::json(429, "{}").header("Retry-After", "3600")]);
    let error = ask(&server).unwrap_err();
    assert!(error.to_string().contains("3600 s"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn what_will_not_change_is_not_tried_again() {
    for (status, part) in [(400, "(400)"), (401, "(401)"), (404, "(404)"), (422, "(422)")] {
        let server = HttpServer::start(vec![Reply::json(status, "{\"error\":{\"message\":\"no\"}}")]);
        let error = ask(&server).unwrap_err();
        assert!(error.to_string().contains(part) && error.hint().is_some(), "{error}");
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

#[test]
fn a_service_that_repeats_the_key_does_not_make_us_show_it() {
    let body = format!("{{\"error\":{{\"message\":\"bad key {KEY}\\u001b[31m {}\"}}}}", "x".repeat(60_000));
    let error = fails(vec![Reply::json(401, &body)], "bad key ***");
    assert!(error.to_string().len() < 500 && !error.to_string().contains('\u{1b}'));
    fails(vec![Reply::json(401, &format!("\"{KEY}\""))], "***");
    fails(vec![Reply::whole(401, "text/html", &format!("<html>{KEY}</html>"))], "<html>***");
    let garbage = fails(vec![Reply::json(200, &format!("{{\"nothing\": \"{KEY}\"}}"))], "not its protocol");
    assert!(garbage.raw().unwrap().contains("***") && !garbage.raw().unwrap().contains(KEY));
}

#[test]
fn redirects_are_told_and_not_followed() {
    let other = HttpServer::start(vec![whole("42")]);
    for status in [301, 302, 303, 307, 308] {
        let reply = Reply::json(status, "").header("Location", &format!("{}/steal?key=1", other.url()));
        fails(vec![reply], "sends the request elsewhere (http://127.0.0.1)");
    }
    fails(vec![Reply::json(302, "").header("Location", "http://169.254.169.254/latest")], "http://169.254.169.254");
    assert_eq!(other.requests().len(), 0);
}

#[test]
fn silence_ends() {
    let start = Instant::now();
    fails(vec![Reply::silence()], "took longer than");
    fails(vec![Reply::stream(PIECE, 100).then_silence()], "took longer than");
    assert!(start.elapsed() < Duration::from_secs(5));
}

/// Something comes all the time, and never an end: the time and the size of the whole are limited.
#[test]
fn endless_answers_end() {
    let error = fails(vec![Reply::stream(PIECE, 100_000).endless()], "longer than 65536 bytes");
    assert!(error.raw().unwrap().len() <= 65_536);
    let dripping = Reply::stream(&": wait\n\n".repeat(60), 8).pausing(Duration::from_millis(50));
    fails(vec![dripping], "took longer than");
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
    let spaces = format!("{head}{}", " ".repeat(100_000));
    fails(vec![Reply::raw(spaces.as_bytes())], "longer than 65536 bytes");
}

#[test]
fn an_answer_that_breaks_off_is_no_answer() {
    let cut = "{\"choices\":[{\"message\":{\"content\":\"fourty";
    for (reply, part) in [
        // The end of the connection in the middle.
        (Reply::raw(format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{cut}").as_bytes()), "broke off"),
        (Reply::raw(format!("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{cut}").as_bytes()), "broke off"),
        (Reply::stream(PIECE, 20), "broke off"),
        (Reply::stream("", 1), "broke off"),
        (Reply::stream(&format!("{PIECE}data: [DONE]\n\n"), 64), "broke off"),
        // An error in the middle of a stream.
        (Reply::stream(&format!("{PIECE}data: {{\"error\":{{\"message\":\"overloaded\"}}}}\n\n"), 64), "overloaded"),
        (Reply::raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), "broke off"),
    ] {
        let error = fails(vec![reply], part);
        assert!(error.raw().is_some(), "{error}");
    }
}

#[test]
fn what_is_no_protocol_is_said_to_be_none() {
    for body in
        ["<html>hello</html>", "null", "[]", "{}", "{\"choices\":[]}", "{\"choices\":{\"a\":1}}", "\"x\"", "9e999"]
    {
        fails(vec![Reply::json(200, body)], "not its protocol");
    }
    fails(vec![Reply::stream("data: nonsense\n\n", 5)], "not its protocol");
    for bytes in [&b"\0\x01\x02\xff\xfe"[..], b"SSH-2.0-OpenSSH\r\n", b""] {
        fails(vec![Reply::raw(bytes)], "cannot be reached");
    }
}

#[test]
fn an_answer_at_its_limit_and_a_refusal_are_no_answers() {
    let ended = |reason: &str| {
        Reply::json(
            200,
            &format!("{{\"choices\":[{{\"message\":{{\"content\":\"x\"}},\"finish_reason\":\"{reason}\"}}]}}"),
        )
    };
    fails(vec![ended("length")], "cut off at 1000 tokens");
    fails(vec![ended("content_filter")], "declines to answer");
}

#[test]
fn a_service_that_is_not_there_is_named() {
    let server = HttpServer::start(vec![whole("42")]);
    let settings = settings(&server, ProviderKind::OpenAi);
    drop(server);
    let (result, pauses) = ask_with(settings, &Quiet);
    let error = result.unwrap_err().to_string();
    assert!(error.contains("127.0.0.1") && error.contains("cannot be reached"), "{error}");
    assert_eq!(pauses.len(), 0, "what does not run on this machine will not run in a moment");
}

/// `localhost` by another name: what a name stands for is looked at when it is resolved.
#[test]
fn a_name_that_stands_for_this_machine_over_plain_http_is_let_through_and_no_other() {
    let server = HttpServer::start(vec![whole("42")]);
    let port = server.url().rsplit(':').next().unwrap().to_owned();
    let base_url = |text: String| dbx::llm::BaseUrl::parse(&text, dbx::llm::Reach::default());
    let settings = ServiceSettings {
        base_url: base_url(format!("http://localhost:{port}")).unwrap(),
        ..settings(&server, ProviderKind::OpenAi)
    };
    assert_eq!(ask_with(settings, &Quiet).0.unwrap().text, "42");
}
