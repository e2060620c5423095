#!/usr/bin/python3
"""sink.py DIR PORT : an SMTP server that keeps what it gets and refuses what it is told to.

DIR/log.jsonl   one JSON line for each accepted message: n, from, to, size, subject, file, helo
DIR/NNNNNN.eml  the bytes as sent (dot-unstuffed, CRLF)
DIR/ready       written once the port is open

The local part of a recipient steers the answer: reject5xx-... 550 and reject4xx-... 451 at RCPT,
data5xx-... 554 and data4xx-... 451 after DATA, drop-... closes the connection after DATA without an
answer (the sender cannot know whether the message was taken; it was).
"""
import asyncio
import email
import json
import os
import signal
import sys

from aiosmtpd.smtp import SMTP

RCPT = {"reject5xx-": "550 5.1.1 no such mailbox", "reject4xx-": "451 4.3.0 try later"}
DATA = {"data5xx-": "554 5.6.0 content refused", "data4xx-": "451 4.3.0 try later"}


def scripted(answers, recipients):
    for recipient in recipients:
        for prefix, answer in answers.items():
            if recipient.startswith(prefix):
                return answer
    return None


class Sink:
    def __init__(self, folder):
        self.folder = folder
        self.count = len([f for f in os.listdir(folder) if f.endswith(".eml")])
        self.log = open(os.path.join(folder, "log.jsonl"), "a", buffering=1, encoding="utf-8")

    async def handle_RCPT(self, server, session, envelope, address, options):
        refused = scripted(RCPT, [address])
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        refused = scripted(DATA, envelope.rcpt_tos)
        if refused:
            return refused
        self.keep(session, envelope)
        if scripted({"drop-": "drop"}, envelope.rcpt_tos):
            server.transport.abort()
        return "250 OK queued as %d" % self.count

    def keep(self, session, envelope):
        self.count += 1
        name = "%06d.eml" % self.count
        with open(os.path.join(self.folder, name), "wb") as out:
            out.write(envelope.original_content)
        message = email.message_from_bytes(envelope.original_content)
        entry = {"n": self.count, "from": envelope.mail_from, "to": envelope.rcpt_tos,
                 "size": len(envelope.original_content), "subject": str(message["subject"] or ""),
                 "file": name, "helo": session.host_name}
        self.log.write(json.dumps(entry) + "\n")


async def main(folder, port):
    loop = asyncio.get_running_loop()
    sink = Sink(folder)
    server = await loop.create_server(
        lambda: SMTP(sink, enable_SMTPUTF8=True, data_size_limit=None, ident="sink"),
        "127.0.0.1", port)
    with open(os.path.join(folder, "ready"), "w", encoding="ascii") as ready:
        ready.write(str(os.getpid()))
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
