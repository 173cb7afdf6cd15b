"""The networks of GPT-SoVITS in double, independent of the engine: what golden folders of other sizes are computed with."""
import numpy as np
from scipy.special import erf
D = np.float64


def ln(x, g, b, eps=1e-05):
    m = x.mean(-1, keepdims=True)
    v = ((x - m) ** 2).mean(-1, keepdims=True)
    return (x - m) / np.sqrt(v + eps) * g + b


def gelu(x):
    return 0.5 * x * (1 + erf(x / np.sqrt(2)))


def sig(x):
    return 1 / (1 + np.exp(-x))


def lrelu(x, s):
    return np.where(x > 0, x, s * x)


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def conv(x, w, b=None, stride=1, dil=1, pad=0, padr=None, groups=1):
    """x (C,T), w (O, C/g, K)"""
    padr = pad if padr is None else padr
    x = np.pad(x, ((0, 0), (pad, padr)))
    O, Cg, K = w.shape
    T = (x.shape[1] - dil * (K - 1) - 1) // stride + 1
    ys = []
    for g in range(groups):
        y = np.zeros((O // groups, T), D)
        for k in range(K):
            y += w[g * O // groups:(g + 1) * O // groups, :, k] @ x[g * Cg:(g + 1) * Cg, k * dil:k * dil + (T - 1) * stride + 1:stride]
        ys.append(y)
    y = np.concatenate(ys)
    return y if b is None else y + b[:, None]


def convT(x, w, b, stride, pad):
    C, T = x.shape
    _, O, K = w.shape
    y = np.zeros((O, (T - 1) * stride + K), D)
    for k in range(K):
        y[:, k:k + (T - 1) * stride + 1:stride] += w[:, :, k].T @ x
    return y[:, pad:y.shape[1] - pad] + b[:, None]


class W:

    def __init__(self, d):
        self.d = d

    def __getitem__(self, n):
        return np.asarray(self.d[n]).astype(D)

    def __contains__(self, n):
        return n in self.d

    def wn(self, n):
        if n + '.weight' in self.d:
            return self[n + '.weight']
        g, v = (self[n + '.weight_g'], self[n + '.weight_v'])
        ax = tuple((i for i in range(v.ndim) if g.shape[i] == 1 and v.shape[i] != 1)) or tuple(range(1, v.ndim))
        if g.shape[0] == v.shape[0] and all((s == 1 for s in g.shape[1:])):
            ax = tuple(range(1, v.ndim))
        return v * g / np.sqrt((v * v).sum(ax, keepdims=True))

    def lin(self, x, n):
        return x @ self.m(n).T + (self[n + '.bias'] if n + '.bias' in self.d else 0)

    def m(self, n):
        w = self[n + '.weight']
        return w.reshape(w.shape[0], w.shape[1])

    def count(self, p):
        r = [int(k[len(p):].split('.')[0]) for k in self.d if k.startswith(p) and k[len(p):].split('.')[0].isdigit()]
        return max(r) + 1 if r else 0


def mha(q, k, v, heads, scale=None, mask=None):
    h = q.shape[-1] // heads
    o = np.empty((q.shape[0], v.shape[-1]), D)
    hv = v.shape[-1] // heads
    for i in range(heads):
        s = q[:, i * h:(i + 1) * h] @ k[:, i * h:(i + 1) * h].T * (scale or 1 / np.sqrt(h))
        if mask is not None:
            s = np.where(mask, -np.inf, s)
        o[:, i * hv:(i + 1) * hv] = softmax(s) @ v[:, i * hv:(i + 1) * hv]
    return o


class T2S:

    def __init__(self, d, heads):
        self.w = W(d)
        w = self.w
        self.heads = heads
        self.L = w.count('model.h.layers.')
        self.dim = w['model.ar_predict_layer.weight'].shape[1]
        self.Et, self.Ea = (w['model.ar_text_embedding.word_embeddings.weight'], w['model.ar_audio_embedding.word_embeddings.weight'])
        self.at, self.aa = (w['model.ar_text_position.alpha'][0], w['model.ar_audio_position.alpha'][0])
        self.P = w['model.ar_predict_layer.weight']
        self.lay = [{k: w[f'model.h.layers.{l}.{k}'] for k in ('self_attn.in_proj_weight', 'self_attn.in_proj_bias',
            'self_attn.out_proj.weight', 'self_attn.out_proj.bias', 'linear1.weight', 'linear1.bias', 'linear2.weight', 'linear2.bias', 'norm1.weight', 'norm1.bias', 'norm2.weight', 'norm2.bias')} for l in range(self.L)]

    def pe(self, t):
        om = np.exp(-np.arange(0, self.dim, 2) * np.log(10000) / self.dim).astype(np.float32)
        a = (np.asarray(t, np.float32)[:, None] * om).astype(D)
        o = np.empty((len(t), self.dim), D)
        o[:, 0::2] = np.sin(a)
        o[:, 1::2] = np.cos(a)
        return o

    def text(self, phones, bert):
        return self.Et[phones] + bert.T @ self.w['model.bert_proj.weight'].T + self.w['model.bert_proj.bias'] + self.at * self.pe(range(len(phones)))

    def audio(self, codes, start=0):
        return self.Ea[codes] + self.aa * self.pe(range(start, start + len(codes))) if len(codes) else np.zeros((0, self.dim))

    def layer(self, l, h, mask, cache):
        p = self.lay[l]
        d = self.dim
        q, k, v = np.split(h @ p['self_attn.in_proj_weight'].T + p['self_attn.in_proj_bias'], 3, -1)
        if cache[l] is not None:
            k, v = (np.concatenate([cache[l][0], k]), np.concatenate([cache[l][1], v]))
        cache[l] = (k, v)
        a = mha(q, k, v, self.heads, None, mask) @ p['self_attn.out_proj.weight'].T + p['self_attn.out_proj.bias']
        h = ln(h + a, p['norm1.weight'], p['norm1.bias'])
        f = np.maximum(h @ p['linear1.weight'].T + p['linear1.bias'], 0) @ p['linear2.weight'].T + p['linear2.bias']
        return ln(h + f, p['norm2.weight'], p['norm2.bias'])

    def prefill(self, phones, bert, codes):
        t, a = (self.text(phones, bert), self.audio(codes))
        X, Pn = (len(t), len(a))
        S = X + Pn
        m = np.zeros((S, S), bool)
        m[:X, X:] = True
        m[X:, X:] = np.triu(np.ones((Pn, Pn), bool), 1)
        h = np.concatenate([t, a])
        cache = [None] * self.L
        for l in range(self.L):
            h = self.layer(l, h, m, cache)
        return (t, a, m, h, cache)

    def greedy(self, phones, bert, codes, limit=1500, early=-1):
        t, a, m, h, cache = self.prefill(phones, bert, codes)
        pre = (t, a, m, h, list(cache))
        y = list(codes)
        logs = []
        margin = np.inf
        x = h[-1:]
        for idx in range(limit):
            lo = x[-1] @ self.P.T
            logs.append(lo.copy())
            if idx < 11:
                lo = lo[:-1]
            s = sorted(set((int(c) for c in y)))
            lo = lo.copy()
            lo[s] = np.where(lo[s] < 0, lo[s] * 1.35, lo[s] / 1.35)
            o = np.sort(lo)
            margin = min(margin, o[-1] - o[-2])
            c = int(lo.argmax())
            y.append(c)
            stop = early != -1 and len(y) - len(codes) > early
            if c == 1024:
                y.pop()
                return (y, np.array(logs), idx, 'eos', margin, pre)
            if stop:
                return (y, np.array(logs), idx, 'early_stop', margin, pre)
            x = self.audio([c], len(codes) + idx)
            for l in range(self.L):
                x = self.layer(l, x, None, cache)
        return (y, np.array(logs), idx, 'limit', margin, pre)


def hubert(d, cfg, wav):
    w = W(d)
    x = wav[None].astype(D)
    r = {}
    for i, s in enumerate(cfg['conv_stride']):
        n = f'feature_extractor.conv_layers.{i}'
        x = conv(x, w[n + '.conv.weight'], None, s)
        if i == 0:
            m = x.mean(1, keepdims=True)
            v = x.var(1, keepdims=True)
            x = (x - m) / np.sqrt(v + 1e-05) * w[n + '.layer_norm.weight'][:, None] + w[n + '.layer_norm.bias'][:, None]
        x = gelu(x)
    r['conv_features'] = x[None]
    x = ln(x.T, w['feature_projection.layer_norm.weight'], w['feature_projection.layer_norm.bias'])
    x = w.lin(x, 'feature_projection.projection')
    r['projected'] = x[None]
    n = 'encoder.pos_conv_embed.conv'
    pw = w.wn(n)
    K = pw.shape[2]
    p = conv(x.T, pw, w[n + '.bias'], pad=K // 2, groups=cfg['num_conv_pos_embedding_groups'])
    if K % 2 == 0:
        p = p[:, :-1]
    p = gelu(p).T
    r['pos_conv'] = p[None]
    x = ln(x + p, w['encoder.layer_norm.weight'], w['encoder.layer_norm.bias'])
    for l in range(w.count('encoder.layers.')):
        n = f'encoder.layers.{l}'
        a = mha(w.lin(x, n + '.attention.q_proj'), w.lin(x, n + '.attention.k_proj'), w.lin(x, n + '.attention.v_proj'),
            cfg['num_attention_heads'])
        x = ln(x + w.lin(a, n + '.attention.out_proj'), w[n + '.layer_norm.weight'], w[n + '.layer_norm.bias'])
        f = w.lin(gelu(w.lin(x, n + '.feed_forward.intermediate_dense')), n + '.feed_forward.output_dense')
        x = ln(x + f, w[n + '.final_layer_norm.weight'], w[n + '.final_layer_norm.bias'])
        if l == 0:
            r['layer1'] = x[None]
    r['ssl_content'] = x.T[None]
    return r


def bert(d, cfg, ids):
    w = W(d)
    e = 'bert.embeddings.'
    x = w[e + 'word_embeddings.weight'][ids] + w[e + 'position_embeddings.weight'][:len(ids)] + w[e + 'token_type_embeddings.weight'][0]
    x = ln(x, w[e + 'LayerNorm.weight'], w[e + 'LayerNorm.bias'], 1e-12)
    emb = x
    for l in range(w.count('bert.encoder.layer.') - 2):
        n = f'bert.encoder.layer.{l}'
        a = mha(*(w.lin(x, f'{n}.attention.self.{k}') for k in ('query', 'key', 'value')), cfg['num_attention_heads'])
        x = ln(x + w.lin(a, n + '.attention.output.dense'), w[n + '.attention.output.LayerNorm.weight'],
            w[n + '.attention.output.LayerNorm.bias'], 1e-12)
        x = ln(x + w.lin(gelu(w.lin(x, n + '.intermediate.dense')), n + '.output.dense'), w[n + '.output.LayerNorm.weight'],
            w[n + '.output.LayerNorm.bias'], 1e-12)
    return (emb, x)


class Sovits:

    def __init__(self, d, model):
        self.w = W(d)
        self.m = model

    def vq(self, ssl):
        w = self.w
        z = conv(ssl.astype(D), w['ssl_proj.weight'], w['ssl_proj.bias'], stride=2)
        e = w['quantizer.vq.layers.0._codebook.embed']
        dist = (z.T ** 2).sum(1)[:, None] - 2 * z.T @ e.T + (e * e).sum(1)
        s = np.sort(dist, 1)
        return (z, dist.argmin(1), (s[:, 1] - s[:, 0]).min())

    def ref_enc(self, spec):
        w = self.w
        mish = lambda x: x * np.tanh(np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0))
        bins = w['ref_enc.spectral.0.fc.weight'].shape[1]
        x = spec[:bins].T.astype(D)
        x = mish(w.lin(x, 'ref_enc.spectral.0.fc'))
        x = mish(w.lin(x, 'ref_enc.spectral.3.fc'))
        y = x.T
        for i in range(2):
            u = conv(y, w[f'ref_enc.temporal.{i}.conv1.conv.weight'], w[f'ref_enc.temporal.{i}.conv1.conv.bias'], pad=2)
            y = y + u[:128] * sig(u[128:])
        x = y.T
        a = mha(*(w.lin(x, f'ref_enc.slf_attn.w_{k}s') for k in 'qkv'), 2, 1 / np.sqrt(128))
        x = x + w.lin(a, 'ref_enc.slf_attn.fc')
        return w.lin(x, 'ref_enc.fc.fc').mean(0)

    def ge(self, spec, sv=None):
        g = self.ref_enc(spec)
        if sv is not None:
            g = g + self.w.lin(sv.astype(D), 'sv_emb')
            g = np.where(g > 0, g, self.w['prelu.weight'] * g)
        return g

    def ge512(self, ge):
        return self.w.lin(ge, 'ge_to512') if 'ge_to512.weight' in self.w else ge

    def rel(self, x, n, heads):
        w = self.w
        T = len(x)
        q, k, v = (w.lin(x, f'{n}.conv_{c}') for c in 'qkv')
        h = q.shape[1] // heads
        ek, ev = (w[n + '.emb_rel_k'][0], w[n + '.emb_rel_v'][0])
        R = len(ek) // 2
        o = np.empty_like(q)
        for i in range(heads):
            Q, K, V = (q[:, i * h:(i + 1) * h], k[:, i * h:(i + 1) * h], v[:, i * h:(i + 1) * h])
            s = Q @ K.T
            near = Q @ ek.T
            for dd in range(-R, R + 1):
                for r in range(max(0, -dd), min(T, T - dd)):
                    s[r, r + dd] += near[r, dd + R]
            p = softmax(s / np.sqrt(h))
            y = p @ V
            for dd in range(-R, R + 1):
                for r in range(max(0, -dd), min(T, T - dd)):
                    y[r] += p[r, r + dd] * ev[dd + R]
            o[:, i * h:(i + 1) * h] = y
        return w.lin(o, n + '.conv_o')

    def enc(self, x, n):
        w = self.w
        for l in range(w.count(n + '.attn_layers.')):
            x = ln(x + self.rel(x, f'{n}.attn_layers.{l}', self.m['n_heads']), w[f'{n}.norm_layers_1.{l}.gamma'],
                w[f'{n}.norm_layers_1.{l}.beta'])
            f = f'{n}.ffn_layers.{l}'
            K = w[f + '.conv_1.weight'].shape[2]
            pl, pr = ((K - 1) // 2, K // 2)
            y = conv(np.maximum(conv(x.T, w[f + '.conv_1.weight'], w[f + '.conv_1.bias'], pad=pl, padr=pr), 0), w[f + '.conv_2.weight'],
                w[f + '.conv_2.bias'], pad=pl, padr=pr).T
            x = ln(x + y, w[f'{n}.norm_layers_2.{l}.gamma'], w[f'{n}.norm_layers_2.{l}.beta'])
        return x

    def enc_p(self, codes, phones, ge512, speed=1):
        w = self.w
        r = {}
        Q = w['quantizer.vq.layers.0._codebook.embed'][codes]
        r['quantized'] = Q.T[None]
        y = w.lin(np.repeat(Q, 2, 0), 'enc_p.ssl_proj')
        r['enc_p_ssl_proj'] = y.T[None]
        y = self.enc(y, 'enc_p.encoder_ssl')
        r['enc_p_encoder_ssl'] = y.T[None]
        t = self.enc(w['enc_p.text_embedding.weight'][phones], 'enc_p.encoder_text')
        r['enc_p_encoder_text'] = t.T[None]
        a, u = (w.lin(y, 'enc_p.mrte.c_pre'), w.lin(t, 'enc_p.mrte.text_pre'))
        c = 'enc_p.mrte.cross_attention.conv_'
        mm = a + w.lin(mha(w.lin(a, c + 'q'), w.lin(u, c + 'k'), w.lin(u, c + 'v'), 4), c + 'o') + ge512
        y = w.lin(mm, 'enc_p.mrte.c_post')
        r['enc_p_mrte'] = y.T[None]
        y = self.enc(y, 'enc_p.encoder2')
        r['enc_p_encoder2'] = y.T[None]
        if speed != 1:
            n = int(len(y) / speed) + 1
            src = np.clip((np.arange(n) + 0.5) * len(y) / n - 0.5, 0, None)
            i0 = np.minimum(src.astype(int), len(y) - 1)
            i1 = np.minimum(i0 + 1, len(y) - 1)
            f = (src - i0)[:, None]
            y = y[i0] * (1 - f) + y[i1] * f
        s = w.lin(y, 'enc_p.proj').T
        I = s.shape[0] // 2
        r['m_p'], r['logs_p'] = (s[None, :I], s[None, I:])
        return r

    def flow(self, z, ge):
        w = self.w
        H = z.shape[0] // 2
        first = None
        for F in range(w.count('flow.flows.') - 1, -1, -1):
            if F % 2:
                continue
            z = z[::-1]
            x0, x1 = (z[:H], z[H:])
            n = f'flow.flows.{F}'
            h = conv(x0, w[n + '.pre.weight'], w[n + '.pre.bias'])
            g = conv(ge[:, None], w.wn(n + '.enc.cond_layer'), w[n + '.enc.cond_layer.bias'])[:, 0]
            C = h.shape[0]
            out = np.zeros_like(h)
            L = w.count(n + '.enc.in_layers.')
            for l in range(L):
                wi = w.wn(f'{n}.enc.in_layers.{l}')
                s = conv(h, wi, w[f'{n}.enc.in_layers.{l}.bias'], pad=wi.shape[2] // 2) + g[2 * C * l:2 * C * (l + 1), None]
                r = conv(np.tanh(s[:C]) * sig(s[C:]), w.wn(f'{n}.enc.res_skip_layers.{l}'), w[f'{n}.enc.res_skip_layers.{l}.bias'])
                if l < L - 1:
                    h = h + r[:C]
                    out = out + r[C:]
                else:
                    out = out + r
            z = np.concatenate([x0, x1 - conv(out, w[n + '.post.weight'], w[n + '.post.bias'])])
            if first is None:
                first = z.copy()
        return (z, first)

    def dec(self, z, ge):
        w, m = (self.w, self.m)
        r = {}
        h = conv(z, w['dec.conv_pre.weight'], w['dec.conv_pre.bias'], pad=w['dec.conv_pre.weight'].shape[2] // 2)
        r['dec_conv_pre'] = h[None]
        h = h + conv(ge[:, None], w['dec.cond.weight'], w['dec.cond.bias'])
        nk = len(m['resblock_kernel_sizes'])
        for i, (u, k) in enumerate(zip(m['upsample_rates'], m['upsample_kernel_sizes'])):
            u, k = (int(u), int(k))
            h = convT(lrelu(h, 0.1), w.wn(f'dec.ups.{i}'), w[f'dec.ups.{i}.bias'], u, (k - u) // 2)
            if i == 0:
                r['dec_ups_0'] = h[None]
            s = 0
            for j in range(nk):
                x = h
                n = f'dec.resblocks.{i * nk + j}'
                for q, d in enumerate(m['resblock_dilation_sizes'][j]):
                    d = int(d)
                    if str(m['resblock']) == '1':
                        a = w.wn(f'{n}.convs1.{q}')
                        y = conv(lrelu(x, 0.1), a, w[f'{n}.convs1.{q}.bias'], dil=d, pad=d * (a.shape[2] - 1) // 2)
                        b = w.wn(f'{n}.convs2.{q}')
                        x = x + conv(lrelu(y, 0.1), b, w[f'{n}.convs2.{q}.bias'], pad=(b.shape[2] - 1) // 2)
                    else:
                        a = w.wn(f'{n}.convs.{q}')
                        x = x + conv(lrelu(x, 0.1), a, w[f'{n}.convs.{q}.bias'], dil=d, pad=d * (a.shape[2] - 1) // 2)
                s = s + x
            h = s / nk
        h = conv(lrelu(h, 0.01), w['dec.conv_post.weight'], None, pad=w['dec.conv_post.weight'].shape[2] // 2)
        r['dec_conv_post'] = h[None]
        r['audio'] = np.tanh(h)[None]
        return r
