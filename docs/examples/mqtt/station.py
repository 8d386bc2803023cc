#!/usr/bin/env python3
"""A charging station of OCPP 1.6 over MQTT 3.1.1 as docs/reference/mqtt.md says.

It boots, charges once, answers what it is asked, says goodbye and ends with 0.
Nothing but Python's standard library is needed:

    station.py HOST PORT IDENTITY PASSWORD TAG [TOPIC-ROOT]
"""

import json
import socket
import sys
import time
from datetime import datetime, timezone

QOS_1, RETAIN = 0x02, 0x01
ANSWER_TIMEOUT = 10  # seconds; a real station waits 60
MOST_TRIES = 5
KEEP_ALIVE = 60


def text(value):
    """A text of MQTT: its length in two bytes, and its UTF-8."""
    encoded = value if isinstance(value, bytes) else value.encode("utf-8")
    return len(encoded).to_bytes(2, "big") + encoded


def packet(first, body):
    """A control packet: first byte, length in seven bits a byte, the rest."""
    length, rest = bytearray(), len(body)
    while True:
        rest, digit = divmod(rest, 128)
        length.append(digit | (0x80 if rest else 0))
        if not rest:
            return bytes([first]) + bytes(length) + body


def level(identity):
    """The identity as a level of a topic: only / + # % are encoded."""
    for letter, escape in (("%", "%25"), ("/", "%2F"), ("+", "%2B"), ("#", "%23")):
        identity = identity.replace(letter, escape)
    return identity


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class Station:
    def __init__(self, host, port, identity, password, root="ocpp"):
        self.address = (host, port)
        self.identity = identity
        self.password = password
        self.topic = f"{root}/1.6/{level(identity)}/"
        self.packet_id = 0
        self.call_id = 0
        self.unread = b""
        self.acknowledged = set()
        self.answers = {}
        self.asked = {}  # what we have answered: a CALL may come twice

    # ---- MQTT

    def next_packet_id(self):
        self.packet_id = self.packet_id % 0xFFFF + 1
        return self.packet_id

    def connect(self):
        self.socket = socket.create_connection(self.address, ANSWER_TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # User name, password, will retained, will QoS 1, will; the session is kept.
        flags = 0x80 | 0x40 | 0x20 | 0x08 | 0x04
        self.socket.sendall(
            packet(
                0x10,
                text("MQTT")
                + bytes([4, flags])
                + KEEP_ALIVE.to_bytes(2, "big")
                + text(self.identity)
                + text(self.topic + "status")
                + text("offline")
                + text(self.identity)
                + text(self.password),
            )
        )
        kind, body = self.receive()
        if kind != 0x20 or body[1] != 0:
            raise SystemExit(f"refused with CONNACK {body.hex()}")
        subscribe_id = self.next_packet_id()
        self.socket.sendall(
            packet(
                0x82,
                subscribe_id.to_bytes(2, "big") + text(self.topic + "down") + b"\x01",
            )
        )
        self.wait(lambda: subscribe_id in self.acknowledged)
        self.publish("status", "online", RETAIN)

    def publish(self, leaf, payload, retain=0):
        """Publishes and waits for the PUBACK: the server has it then."""
        packet_id = self.next_packet_id()
        self.acknowledged.discard(packet_id)
        self.socket.sendall(
            packet(
                0x30 | QOS_1 | retain,
                text(self.topic + leaf)
                + packet_id.to_bytes(2, "big")
                + payload.encode("utf-8"),
            )
        )
        if not self.wait(lambda: packet_id in self.acknowledged):
            raise ConnectionError("no PUBACK: connect anew")

    def receive(self):
        """The next packet, whole; TimeoutError when none comes."""
        while (whole := self.take()) is None:
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("the server closed the connection")
            self.unread += more
        return whole

    def take(self):
        """A packet of what was read, without its length; None when it is not all there."""
        length, begin = 0, 1
        while begin < len(self.unread):
            digit = self.unread[begin]
            length |= (digit & 0x7F) << 7 * (begin - 1)
            begin += 1
            if digit < 0x80:
                break
        else:
            return None
        if len(self.unread) < begin + length:
            return None
        first, body = self.unread[0], self.unread[begin : begin + length]
        self.unread = self.unread[begin + length :]
        return (first & 0xF0, body) if first & 0xF0 != 0x30 else (0x30, self.taken_up(first, body))

    def taken_up(self, first, body):
        """The payload of a PUBLISH, which is acknowledged."""
        begin = 2 + int.from_bytes(body[:2], "big")
        if first & 0x06:
            self.socket.sendall(packet(0x40, body[begin : begin + 2]))
            begin += 2
        return body[begin:]

    def wait(self, done):
        """Takes packets up until this is so; False when it takes too long."""
        end = time.monotonic() + ANSWER_TIMEOUT
        while not done():
            left = end - time.monotonic()
            if left <= 0:
                return False
            self.socket.settimeout(left)
            try:
                kind, body = self.receive()
            except TimeoutError:
                return False
            if kind in (0x40, 0x90):  # PUBACK, SUBACK
                if kind == 0x90 and body[2] & 0x80:
                    raise SystemExit("this version of OCPP is not spoken there")
                self.acknowledged.add(int.from_bytes(body[:2], "big"))
            elif kind == 0x30:
                self.frame(json.loads(body.decode("utf-8")))
        return True

    # ---- OCPP-J

    def frame(self, frame):
        if frame[0] == 2:
            self.asked_for(frame)
        else:
            self.answers[frame[1]] = frame

    def asked_for(self, frame):
        """The same CALL gets the same answer, and is done once."""
        message_id, action = frame[1], frame[2]
        if message_id not in self.asked:
            known = {"GetConfiguration": {"configurationKey": [], "unknownKey": []}}
            self.asked[message_id] = (
                [3, message_id, known[action]]
                if action in known
                else [4, message_id, "NotSupported", "", {}]
            )
        packet_id = self.next_packet_id()
        self.socket.sendall(
            packet(
                0x30 | QOS_1,
                text(self.topic + "up")
                + packet_id.to_bytes(2, "big")
                + json.dumps(self.asked[message_id]).encode("utf-8"),
            )
        )

    def call(self, action, **payload):
        """Sends a CALL until it is answered, each time the same; gives the answer's payload."""
        self.call_id += 1
        message_id = f"{self.identity}-{int(time.time())}-{self.call_id}"
        frame = json.dumps([2, message_id, action, payload])
        for _ in range(MOST_TRIES):
            self.publish("up", frame)
            if self.wait(lambda: message_id in self.answers):
                answer = self.answers.pop(message_id)
                if answer[0] == 4:
                    raise SystemExit(f"{action} was refused: {answer[2]} {answer[3]}")
                return answer[2]
        raise SystemExit(f"{action} has no answer")

    def goodbye(self):
        self.publish("status", "offline", RETAIN)
        self.socket.sendall(packet(0xE0, b""))
        self.socket.close()


def main(host, port, identity, password, tag, root="ocpp"):
    station = Station(host, int(port), identity, password, root)
    station.connect()
    boot = station.call("BootNotification", chargePointVendor="Example", chargePointModel="Python")
    if boot["status"] != "Accepted":
        raise SystemExit(f"the boot is {boot['status']}")
    for status in ("Available", "Preparing"):
        station.call("StatusNotification", connectorId=1, errorCode="NoError", status=status)
    started = station.call(
        "StartTransaction", connectorId=1, idTag=tag, meterStart=1000, timestamp=now()
    )
    transaction = started["transactionId"]
    for meter in (1100, 1200):
        station.call(
            "MeterValues",
            connectorId=1,
            transactionId=transaction,
            meterValue=[{"timestamp": now(), "sampledValue": [{"value": str(meter)}]}],
        )
    station.call(
        "StopTransaction", transactionId=transaction, idTag=tag, meterStop=1300, timestamp=now()
    )
    station.call("StatusNotification", connectorId=1, errorCode="NoError", status="Available")
    station.goodbye()
    print(f"transaction {transaction}: 300 Wh")


if __name__ == "__main__":
    if len(sys.argv) not in (6, 7):
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
