"""Reads and writes PyTorch's zip (and the older) layout with numpy alone."""
import io, pickle, struct, sys, types, zipfile
import numpy as np


class HParams:
    pass
HParams.__module__ = 'utils'


class DictToAttrRecursive(dict):
    pass
DictToAttrRecursive.__module__ = 'TTS_infer_pack.TTS'
torch = types.ModuleType('torch')
tutils = types.ModuleType('torch._utils')
utils = types.ModuleType('utils')
tts = types.ModuleType('TTS_infer_pack.TTS')
ttsp = types.ModuleType('TTS_infer_pack')


class _S:
    pass


def _mk(name):
    c = type(name, (), {})
    c.__module__ = 'torch'
    setattr(torch, name, c)
    return c
KINDS = {'f2': _mk('HalfStorage'), 'f4': _mk('FloatStorage'), 'bf': _mk('BFloat16Storage'), 'i8': _mk('LongStorage'),
    'f8': _mk('DoubleStorage')}


def _rebuild_tensor_v2(*a):
    pass
_rebuild_tensor_v2.__module__ = 'torch._utils'
tutils._rebuild_tensor_v2 = _rebuild_tensor_v2
torch._utils = tutils
utils.HParams = HParams
tts.DictToAttrRecursive = DictToAttrRecursive
for n, m in (('torch', torch), ('torch._utils', tutils), ('utils', utils), ('TTS_infer_pack', ttsp), ('TTS_infer_pack.TTS', tts)):
    sys.modules[n] = m


class Stor:

    def __init__(self, kind, data, key):
        self.kind, self.data, self.key = (kind, data, key)


class Ten:
    """array in a storage kind: f2 f4 bf i8 f8; may be laid out transposed."""

    def __init__(self, a, kind, turned=False):
        self.a, self.kind, self.turned = (np.asarray(a), kind, turned)

    def value(self):
        if self.kind == 'bf':
            b = self.a.astype(np.float32).view(np.uint32)
            b = b + 32767 + (b >> 16 & 1) & 4294901760
            return b.astype(np.uint32).view(np.float32)
        return self.a.astype({'f2': np.float16, 'f4': np.float32, 'i8': np.int64, 'f8': np.float64}[self.kind])

    def raw(self):
        v = np.ascontiguousarray(self.value().T if self.turned else self.value())
        if self.kind == 'bf':
            return (v.view(np.uint32) >> 16).astype(np.uint16)
        return v


class P(pickle._Pickler):

    def __init__(self, f, proto):
        super().__init__(f, proto)
        self.stores = []

    def persistent_id(self, o):
        if isinstance(o, Stor):
            return ('storage', KINDS[o.kind], o.key, 'cpu', int(o.data.size))

    def save(self, o, save_persistent_id=True):
        if isinstance(o, Ten):
            raw = o.raw()
            s = Stor(o.kind, raw, str(len(self.stores)))
            self.stores.append(s)
            sh = tuple((int(x) for x in o.a.shape))
            st = []
            n = 1
            if o.turned:
                for d in sh:
                    st.append(n)
                    n *= d
            else:
                for d in reversed(sh):
                    st.insert(0, n)
                    n *= d

            class R:
                pass
            self.write(b'ctorch._utils\n_rebuild_tensor_v2\n' if self.proto < 4 else b'ctorch._utils\n_rebuild_tensor_v2\n')
            self.write(pickle.MARK)
            super().save(s)
            super().save(0)
            super().save(sh)
            super().save(tuple(st))
            super().save(False)
            self.write(b'ccollections\nOrderedDict\n)R')
            self.write(pickle.TUPLE)
            self.write(pickle.REDUCE)
            return
        super().save(o, save_persistent_id)


def save_zip(path, obj, root='archive', head=None, proto=2):
    f = io.BytesIO()
    p = P(f, proto)
    p.dump(obj)
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_STORED) as z:
        z.writestr(f'{root}/data.pkl', f.getvalue())
        for s in p.stores:
            z.writestr(f'{root}/data/{s.key}', s.data.tobytes())
        z.writestr(f'{root}/version', '3\n')
    b = bytearray(out.getvalue())
    if head:
        b[0:2] = head.encode()
    open(path, 'wb').write(b) if isinstance(path, str) else path.write(b)


def save_legacy(path, obj):
    out = io.BytesIO()
    out.write(pickle.dumps(119547037146038801333356, 2))
    out.write(pickle.dumps(1001, 2))
    out.write(pickle.dumps({'protocol_version': 1001, 'little_endian': True, 'type_sizes': {'short': 2, 'int': 4, 'long': 4}}, 2))
    f = io.BytesIO()
    p = P(f, 2)
    orig = p.persistent_id
    p.persistent_id = lambda o: orig(o) + (None,) if isinstance(o, Stor) else None
    p.dump(obj)
    out.write(f.getvalue())
    keys = [s.key for s in p.stores]
    out.write(pickle.dumps(keys, 2))
    for s in p.stores:
        out.write(struct.pack('<q', s.data.size))
        out.write(s.data.tobytes())
    open(path, 'wb').write(out.getvalue())


class U(pickle.Unpickler):

    def __init__(self, f, get):
        super().__init__(f)
        self.get = get

    def find_class(self, m, n):
        if n == '_rebuild_tensor_v2':

            def f(s, off, size, stride, *r):
                return np.lib.stride_tricks.as_strided(s[off:], size, [x * s.itemsize for x in stride]).copy()
            return f
        if n == 'OrderedDict':
            import collections
            return collections.OrderedDict
        if m == 'torch':
            return n
        if n == 'HParams':
            return type('HParams', (), {})
        raise Exception((m, n))

    def persistent_load(self, pid):
        _, kind, key, _, count = pid[:5]
        return np.frombuffer(self.get(key), {'HalfStorage': np.float16, 'FloatStorage': np.float32, 'LongStorage': np.int64}[kind], count)


def load(raw):
    raw = b'PK' + raw[2:]
    z = zipfile.ZipFile(io.BytesIO(raw))
    n = [x for x in z.namelist() if x.endswith('/data.pkl')][0]
    root = n[:-8]
    return U(io.BytesIO(z.read(n)), lambda k: z.read(root + 'data/' + k)).load()


def plain(o):
    if type(o).__name__ == 'HParams':
        return {k: plain(v) for k, v in o.__dict__.items()}
    if isinstance(o, dict):
        return {k: plain(v) for k, v in o.items()}
    return o
