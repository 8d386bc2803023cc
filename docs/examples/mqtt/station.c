/*
 * A charging station of OCPP 1.6 over MQTT 3.1.1 as docs/reference/mqtt.md says.
 * It boots, charges once, answers what it is asked, says goodbye and ends with 0.
 *
 *   cc -std=c11 -Wall -Wextra -o station station.c
 *   ./station HOST PORT IDENTITY PASSWORD TAG [TOPIC-ROOT]
 *
 * Nothing but POSIX sockets is needed. A product would use a JSON library where
 * this looks for texts, and keep what was not answered over its own restarts.
 */
#define _POSIX_C_SOURCE 200809L
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
  LONGEST = 64 * 1024,    /* of a packet */
  ANSWER_TIMEOUT_S = 10,  /* a real station waits 60 */
  MOST_TRIES = 5,
  KEEP_ALIVE_S = 60,
  PUBLISH_QOS_1 = 0x32,
  RETAIN = 0x01
};

static int server = -1;
static const char *identity;
static char topics[256]; /* ocpp/1.6/<identity>/ */
static uint16_t last_packet_id;
static int last_call;

/* What the last packets told. */
static uint16_t acknowledged;
static char answer[LONGEST];

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

/* ---- packets */

struct buffer {
  unsigned char bytes[LONGEST];
  size_t length;
};

static void put(struct buffer *out, const void *bytes, size_t length) {
  if (out->length + length > LONGEST) fail("a packet would be too long");
  memcpy(out->bytes + out->length, bytes, length);
  out->length += length;
}

static void put_number(struct buffer *out, unsigned number) {
  unsigned char bytes[] = {(unsigned char)(number >> 8), (unsigned char)number};
  put(out, bytes, 2);
}

static void put_text(struct buffer *out, const char *text) {
  put_number(out, (unsigned)strlen(text));
  put(out, text, strlen(text));
}

/* First byte, length in seven bits a byte, the rest. */
static void send_packet(unsigned char first, const struct buffer *body) {
  struct buffer out = {.length = 0};
  size_t rest = body->length;
  put(&out, &first, 1);
  do {
    unsigned char digit = rest % 128;
    rest /= 128;
    if (rest > 0) digit |= 0x80;
    put(&out, &digit, 1);
  } while (rest > 0);
  put(&out, body->bytes, body->length);
  for (size_t sent = 0; sent < out.length;) {
    ssize_t now = send(server, out.bytes + sent, out.length - sent, MSG_NOSIGNAL);
    if (now <= 0) fail("the server closed the connection");
    sent += (size_t)now;
  }
}

static uint16_t next_packet_id(void) {
  last_packet_id = last_packet_id == 0xFFFF ? 1 : last_packet_id + 1;
  return last_packet_id;
}

/* 0 when nothing comes in time. */
static int read_bytes(unsigned char *into, size_t count, time_t end) {
  for (size_t have = 0; have < count;) {
    struct pollfd waiting = {.fd = server, .events = POLLIN};
    time_t left = end - time(NULL);
    if (left <= 0 || poll(&waiting, 1, (int)left * 1000) <= 0) {
      if (have > 0) fail("half a packet came");
      return 0;
    }
    ssize_t now = recv(server, into + have, count - have, 0);
    if (now <= 0) fail("the server closed the connection");
    have += (size_t)now;
  }
  return 1;
}

/* ---- OCPP-J */

static void publish(const char *leaf, int retain, const char *payload, uint16_t packet_id) {
  struct buffer body = {.length = 0};
  char topic[300];
  snprintf(topic, sizeof topic, "%s%s", topics, leaf);
  put_text(&body, topic);
  put_number(&body, packet_id);
  put(&body, payload, strlen(payload));
  send_packet((unsigned char)(PUBLISH_QOS_1 | retain), &body);
}

/* The second text of a frame: the id of its message. */
static void message_id_of(const char *frame, char *id, size_t size) {
  const char *begin = strchr(frame, '"');
  const char *end = begin ? strchr(begin + 1, '"') : NULL;
  if (!end || (size_t)(end - begin) > size) fail("no frame of OCPP-J: %s", frame);
  memcpy(id, begin + 1, (size_t)(end - begin - 1));
  id[end - begin - 1] = 0;
}

/* This station does nothing that it is asked; the same CALL always gets the same answer. */
static void frame(const char *text) {
  char id[64];
  char reply[128];
  if (text[0] != '[') fail("no frame of OCPP-J: %s", text);
  if (text[1] != '2') {
    snprintf(answer, sizeof answer, "%s", text);
    return;
  }
  message_id_of(text, id, sizeof id);
  snprintf(reply, sizeof reply, "[4,\"%s\",\"NotSupported\",\"\",{}]", id);
  publish("up", 0, reply, next_packet_id());
}

/* Takes one packet up; gives its type, 0 when none comes in time. */
static int receive(time_t end) {
  static unsigned char body[LONGEST + 1];
  unsigned char first;
  unsigned char digit;
  size_t length = 0;
  int shift = 0;
  if (!read_bytes(&first, 1, end)) return 0;
  do {
    if (shift > 21 || !read_bytes(&digit, 1, end)) fail("half a packet came");
    length |= (size_t)(digit & 0x7F) << shift;
    shift += 7;
  } while (digit & 0x80);
  if (length > LONGEST) fail("a packet of %zu bytes came", length);
  if (length > 0 && !read_bytes(body, length, end)) fail("half a packet came");
  body[length] = 0;
  switch (first & 0xF0) {
    case 0x20: /* CONNACK */
      if (length != 2 || body[1] != 0) fail("refused with CONNACK code %d", body[1]);
      break;
    case 0x90: /* SUBACK */
      if (length != 3 || body[2] & 0x80) fail("this version of OCPP is not spoken there");
      acknowledged = (uint16_t)(body[0] << 8 | body[1]);
      break;
    case 0x40: /* PUBACK */
      acknowledged = (uint16_t)(body[0] << 8 | body[1]);
      break;
    case 0x30: { /* PUBLISH */
      size_t begin = 2 + (size_t)(body[0] << 8 | body[1]);
      if (first & 0x06) {
        struct buffer ack = {.length = 0};
        put(&ack, body + begin, 2);
        send_packet(0x40, &ack);
        begin += 2;
      }
      frame((const char *)body + begin);
      break;
    }
    default:
      break;
  }
  return first & 0xF0;
}

static void publish_and_wait(const char *leaf, int retain, const char *payload) {
  uint16_t packet_id = next_packet_id();
  time_t end = time(NULL) + ANSWER_TIMEOUT_S;
  publish(leaf, retain, payload, packet_id);
  while (acknowledged != packet_id) {
    if (!receive(end)) fail("no PUBACK: connect anew");
  }
}

/* Sends a CALL until it is answered, each time the same; the answer is in `answer`. */
static void call(const char *action, const char *format, ...) {
  static char text[4096];
  char payload[2048];
  char id[64];
  char wanted[80];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(payload, sizeof payload, format, arguments);
  va_end(arguments);
  snprintf(id, sizeof id, "c%lld-%d", (long long)time(NULL), ++last_call);
  snprintf(text, sizeof text, "[2,\"%s\",\"%s\",%s]", id, action, payload);
  snprintf(wanted, sizeof wanted, "[3,\"%s\",", id);
  for (int tries = 0; tries < MOST_TRIES; tries++) {
    time_t end = time(NULL) + ANSWER_TIMEOUT_S;
    answer[0] = 0;
    publish_and_wait("up", 0, text);
    do {
      if (strncmp(answer, wanted, strlen(wanted)) == 0) return;
      if (strncmp(answer, "[4", 2) == 0) fail("%s was refused: %s", action, answer);
    } while (receive(end));
  }
  fail("%s has no answer", action);
}

static const char *now(void) {
  static char text[32];
  time_t seconds = time(NULL);
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime(&seconds));
  return text;
}

/* ---- the station */

static void connect_to(const char *host, const char *port, const char *password) {
  struct addrinfo wanted = {.ai_socktype = SOCK_STREAM};
  struct addrinfo *found;
  struct buffer body = {.length = 0};
  char topic[300];
  int on = 1;
  /* MQTT 3.1.1; user name, password, will retained, will QoS 1, will; the session is kept. */
  static const unsigned char level_and_flags[] = {4, 0x80 | 0x40 | 0x20 | 0x08 | 0x04};
  if (getaddrinfo(host, port, &wanted, &found) != 0) fail("there is no host %s", host);
  for (struct addrinfo *at = found; at && server < 0; at = at->ai_next) {
    server = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    if (server >= 0 && connect(server, at->ai_addr, at->ai_addrlen) != 0) {
      close(server);
      server = -1;
    }
  }
  freeaddrinfo(found);
  if (server < 0) fail("nobody listens at %s:%s", host, port);
  setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);

  put_text(&body, "MQTT");
  put(&body, level_and_flags, 2);
  put_number(&body, KEEP_ALIVE_S);
  put_text(&body, identity);
  snprintf(topic, sizeof topic, "%sstatus", topics);
  put_text(&body, topic);
  put_text(&body, "offline");
  put_text(&body, identity);
  put_text(&body, password);
  send_packet(0x10, &body);
  if (receive(time(NULL) + ANSWER_TIMEOUT_S) != 0x20) fail("no CONNACK");

  uint16_t packet_id = next_packet_id();
  unsigned char qos = 1;
  body.length = 0;
  put_number(&body, packet_id);
  snprintf(topic, sizeof topic, "%sdown", topics);
  put_text(&body, topic);
  put(&body, &qos, 1);
  send_packet(0x82, &body);
  while (acknowledged != packet_id) {
    if (!receive(time(NULL) + ANSWER_TIMEOUT_S)) fail("no SUBACK");
  }
  publish_and_wait("status", RETAIN, "online");
}

/* Only / + # % are encoded. */
static void name_topics(const char *root) {
  size_t at = (size_t)snprintf(topics, sizeof topics, "%s/1.6/", root);
  for (const char *letter = identity; *letter; letter++) {
    if (at + 5 > sizeof topics) fail("the identity is too long");
    at += (size_t)snprintf(topics + at, sizeof topics - at,
                           strchr("/+#%", *letter) ? "%%%02X" : "%c", (unsigned char)*letter);
  }
  snprintf(topics + at, sizeof topics - at, "/");
}

int main(int count, char **arguments) {
  if (count != 6 && count != 7) fail("station HOST PORT IDENTITY PASSWORD TAG [TOPIC-ROOT]");
  const char *tag = arguments[5];
  identity = arguments[3];
  name_topics(count == 7 ? arguments[6] : "ocpp");
  connect_to(arguments[1], arguments[2], arguments[4]);

  call("BootNotification", "{\"chargePointVendor\":\"Example\",\"chargePointModel\":\"C\"}");
  if (!strstr(answer, "\"Accepted\"")) fail("not accepted: %s", answer);
  call("StatusNotification", "{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Preparing\"}");
  call("StartTransaction", "{\"connectorId\":1,\"idTag\":\"%s\",\"meterStart\":1000,\"timestamp\":\"%s\"}",
       tag, now());
  const char *told = strstr(answer, "\"transactionId\":");
  if (!told) fail("no transaction: %s", answer);
  long transaction = strtol(told + strlen("\"transactionId\":"), NULL, 10);
  for (int meter = 1100; meter <= 1200; meter += 100) {
    call("MeterValues",
         "{\"connectorId\":1,\"transactionId\":%ld,\"meterValue\":[{\"timestamp\":\"%s\","
         "\"sampledValue\":[{\"value\":\"%d\"}]}]}",
         transaction, now(), meter);
  }
  call("StopTransaction",
       "{\"transactionId\":%ld,\"idTag\":\"%s\",\"meterStop\":1300,\"timestamp\":\"%s\"}",
       transaction, tag, now());
  call("StatusNotification", "{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Available\"}");

  struct buffer nothing = {.length = 0};
  publish_and_wait("status", RETAIN, "offline");
  send_packet(0xE0, &nothing);
  close(server);
  printf("transaction %ld: 300 Wh\n", transaction);
  return 0;
}
