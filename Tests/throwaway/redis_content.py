# Prints Redis commands in the wire protocol, for redis-cli --pipe: keys of every type in the databases 0 and 3.
# Usage: redis_content.py KEYS MAJOR_VERSION

import random
import sys

keys, major = int(sys.argv[1]), int(sys.argv[2])
dice = random.Random(7)
out = sys.stdout.buffer


def send(*words):
    words = [w if isinstance(w, bytes) else str(w).encode() for w in words]
    out.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words))


def text(size):
    return " ".join(dice.choice("patient dossier courrier réponse biologie ordonnance été".split()) for _ in range(size // 8 + 1))


def ordinary(i):
    """One key; its type goes round with its number."""
    kind = i % 8
    if kind == 0:
        send("SET", f"session:{i}", dice.randbytes(16).hex(), "EX", 86400 * 30 + i)
    elif kind == 1:
        send("SET", f"cache:page:{i}", text(200))
    elif kind == 2:
        send("HSET", f"user:{i}", "email", f"user{i}@domain.example", "name", text(10), "logins", i, "key", dice.randbytes(24))
    elif kind == 3:
        send("RPUSH", f"queue:{i}", *(f"message {j}" for j in range(i % 20 + 1)))
    elif kind == 4:
        send("SADD", f"tags:{i}", *(dice.randrange(10000) for _ in range(i % 10 + 1)))
    elif kind == 5:
        send("ZADD", f"ranking:{i}", *(w for j in range(i % 10 + 1) for w in (j * 1.5 - 3, f"member {j}")))
    elif kind == 6:
        send("DEL", f"events:{i}")
        for j in range(3):
            send("XADD", f"events:{i}", f"{1700000000000 + i}-{j}", "type", "login", "who", f"user{j}")
    else:
        send("SET", b"binary:%d:\x00\xff\r\n" % i, dice.randbytes(64))


def special():
    """What breaks naive copies: big, empty, binary and odd values, and those kept in another encoding because they are long."""
    send("SET", "empty", "")
    send("SET", "", "the empty key")
    send("SET", "key with spaces, 'quotes', \"more\" and é 🏥\nand a second line", "odd name")
    send("SET", b"invalid utf-8 \xff\xfe", b"\xc3\x28\x00\r\n")
    send("SET", "big", dice.randbytes(1 << 20))
    send("SET", "zeros", bytes(1 << 20))
    send("SET", "integer", "9223372036854775807")
    send("SET", "far expiry", "x", "PXAT" if major >= 7 else "EX", 4102444800123 if major >= 7 else 999999999)
    send("HSET", "long hash", *(w for i in range(2000) for w in (f"field {i}", text(40))))
    send("RPUSH", "long list", *(dice.randbytes(90) for _ in range(2000)))
    send("SADD", "long set", *(f"member {i}" for i in range(2000)))
    send("ZADD", "long ranking", *(w for i in range(2000) for w in (dice.random(), f"member {i}")))
    send("ZADD", "infinite ranking", "-inf", "least", "+inf", "most")
    send("PFADD", "visitors", *(f"visitor {i}" for i in range(5000)))
    send("GEOADD", "places", 2.3522, 48.8566, "Paris", -1.5536, 47.2184, "Nantes")
    send("SETBIT", "bits", 4095, 1)
    send("DEL", "stream")
    send("XADD", "stream", "1700000000000-1", "field", "one")
    send("XADD", "stream", "1700000000000-2", "field", "two")
    send("XGROUP", "CREATE", "stream", "workers", "0")
    send("XREADGROUP", "GROUP", "workers", "first", "COUNT", 1, "STREAMS", "stream", ">")
    if major >= 7:
        send("FUNCTION", "LOAD", "REPLACE", "#!lua name=garde\nredis.register_function('answer', function() return 42 end)")


for i in range(keys):
    ordinary(i)
special()
send("SELECT", 3)
for i in range(max(1, keys // 10)):
    ordinary(i)
send("SET", "only in 3", text(30))
