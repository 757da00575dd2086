"""Check an exported audit log on any machine: Python 3.8 or later, nothing else, no network, none of our other code.

    python3 verify_log.py LOG.tsv CHECKPOINTS.txt KEY

LOG.tsv has a line per entry: number, hash of the entry (hex), the entry (canonical JSON), parted by tabs. CHECKPOINTS.txt
are the signed notes as they were kept elsewhere; KEY is the line that was kept with them (name+hash+key). Exit code 0:
all is as it was written. 1: something is not, the first entry that does not fit is named. 2: the files cannot be read.

Sources: RFC 6962 §2.1 (tree), C2SP tlog-checkpoint and signed-note (checkpoints), RFC 8032 §5.1.7 (signatures).
"""

import base64
import hashlib
import sys

# The curve of RFC 8032 §5.1: field, order, the constant d, the base point.
_P = 2**255 - 19
_Q = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)


def _sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def _add(a, b):
    """Add two points in extended coordinates."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % _P, (a[1] + a[0]) * (b[1] + b[0]) % _P
    g, h = 2 * a[3] * b[3] * _D % _P, 2 * a[2] * b[2] % _P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(n, point):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = _add(total, point)
        point, n = _add(point, point), n >> 1
    return total


def _point(data):
    """Return the point of 32 bytes, None when they are none."""
    y, sign = int.from_bytes(data, "little") & (2**255 - 1), data[31] >> 7
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if y >= _P or (x * x - square) % _P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


_BASE = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))


def is_signed(message, signature, public):
    """Return whether an Ed25519 signature (64 bytes) over a message was made with the key of this public half."""
    key, commitment, s = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or s >= _Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _Q
    left, right = _times(s, _BASE), _add(commitment, _times(h, key))
    return all((left[i] * right[2] - right[i] * left[2]) % _P == 0 for i in (0, 1))


def read_checkpoints(text, verifier):
    """Return {size: root} of the notes signed by the key, and how many others there were."""
    name, hint, code = verifier.strip().split("+", 2)  # the key itself may hold a plus
    public = base64.b64decode(code)[1:]
    lines, kept, others = text.split("\n"), {}, 0
    for at in range(0, len(lines) - 4, 6):
        origin, size, root, _, signature = lines[at : at + 5]
        signed = base64.b64decode(signature.split(" ")[2])
        words = (origin + "\n" + size + "\n" + root + "\n").encode()
        if origin == name and signed[:4].hex() == hint and is_signed(words, signed[4:], public):
            kept.setdefault(int(size), set()).add(base64.b64decode(root))
        else:
            others += 1
    return kept, others


def find_break(lines, checkpoints):
    """Return (first, last, reason) of the first thing that does not fit, or None, and how many entries there were.

    Args:
        lines: the log's lines as bytes.
        checkpoints: {size: roots stated of it}.
    """
    size, peaks, fits = 0, [], 0
    for line in lines:
        number, leaf, entry = line.rstrip(b"\n").split(b"\t")
        size += 1
        if int(number) != size:
            return (size, size, "순번이 빠지거나 되풀이됩니다"), size
        found = _sha(b"\0", entry)
        if found.hex().encode() != leaf:
            return (size, size, "적힌 내용이 처음과 다릅니다"), size
        peaks.append(found)
        for _ in range((size & -size).bit_length() - 1):
            right = peaks.pop()
            peaks[-1] = _sha(b"\1", peaks[-1], right)
        if size in checkpoints:
            root = peaks[-1]
            for left in reversed(peaks[:-1]):
                root = _sha(b"\1", left, root)
            if checkpoints[size] != {root}:
                return (fits + 1, size, "확인점을 찍은 뒤에 다시 만들어졌습니다"), size
            fits = size
    last = max(checkpoints, default=0)
    if last > size:
        return (size + 1, last, "확인점을 찍을 때 있던 기록이 끝에서 잘려 나갔습니다"), size
    return None, size


def main(arguments):
    """Check two files; returns the exit code."""
    if len(arguments) != 3:
        print(__doc__)
        return 2
    try:
        with open(arguments[1], encoding="utf-8") as file:
            checkpoints, others = read_checkpoints(file.read(), arguments[2])
        with open(arguments[0], "rb") as lines:
            found, size = find_break(lines, checkpoints)
    except (OSError, ValueError, IndexError) as error:
        print("파일을 읽을 수 없습니다:", error)
        return 2
    if others:
        print(f"이 열쇠로 서명하지 않은 확인점 {others}개는 보지 않았습니다.")
    if found:
        print(f"{found[0]}번째부터 {found[1]}번째 기록: {found[2]}.")
        return 1
    if not checkpoints:
        print("이 열쇠로 서명한 확인점이 없습니다. 통째로 다시 만든 기록인지는 알 수 없습니다.")
        return 2
    covered = max(checkpoints)
    print(f"기록 {size}건이 처음 적힌 그대로입니다(확인점 {len(checkpoints)}개, {covered}번째까지).")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
