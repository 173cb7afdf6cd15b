"""Writes a golden folder of the layout of VoiceWeb.Tests/Golden/gptsovits with other sizes and seeds. python3 make_folder.py a|b|c|d OUT"""
import gzip, json, os, sys, shutil, numpy as np
import checkpoints as tf, networks as oracle
from checkpoints import Ten
from sizes import SIZES
BASE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'VoiceWeb.Tests', 'Golden', 'gptsovits')
S = SIZES[sys.argv[1]]
TEXTS, BINS, ROWS = (512, 1025, 322) if S['v'][0]['version'] == 'v1' else (732, 704, 732)
KNOWN = min(TEXTS, ROWS)
OUT = sys.argv[2]
R = np.random.default_rng(S['seed'])
shutil.rmtree(OUT, ignore_errors=True)
os.makedirs(OUT + '/checkpoints')
man = dict(format=1, sampling_cases=json.load(open(BASE + '/manifest.json'))['sampling_cases'], t2s=[], sovits=[], tensors=[])
BT = {t['name']: t for t in json.load(open(BASE + '/manifest.json'))['tensors']}


def put(name, a, note='', atol=None):
    a = np.ascontiguousarray(np.asarray(a))
    a = a.astype(np.float32) if a.dtype == np.float64 else a
    os.makedirs(os.path.dirname(f'{OUT}/{name}.npy'), exist_ok=True)
    np.save(f'{OUT}/{name}.npy', a, allow_pickle=False)
    t = dict(name=name, dtype=str(a.dtype), shape=list(a.shape), file=name + '.npy', note=note)
    if a.dtype == np.float32 and atol is not None:
        t['atol'] = atol
    man['tensors'].append(t)


def copy(name):
    put(name, np.load(f'{BASE}/{name}.npy'), BT[name].get('note', ''), BT[name].get('atol'))
for n in BT:
    if n.startswith(('dsp/', 'sampling/')):
        copy(n)


def gz(path, fn, **k):
    import io
    os.makedirs(os.path.dirname(f'{OUT}/checkpoints/{path}'), exist_ok=True)
    tmp = f'{OUT}/checkpoints/{path}'
    fn(tmp, **k)
    raw = open(tmp, 'rb').read()
    os.remove(tmp)
    open(tmp + '.gz', 'wb').write(gzip.compress(raw, 6))


def kind(i, k):
    return ['f2', 'f4', 'bf'][i % 3] if k == 'mix' else k


def store(d, k):
    o = {}
    for i, (n, a) in enumerate(d.items()):
        kk = 'i8' if a.dtype == np.int64 else kind(i, k)
        o[n] = Ten(a, kk, turned=a.ndim == 2 and i % 5 == 0)
    return (o, {n: t.value() for n, t in o.items()})


def nrm(*s, std=None):
    f = int(np.prod(s[1:])) or 1
    return R.standard_normal(s) * (std if std is not None else f ** (-0.5))
w = S['width']
d = {}
d['model.bert_proj.weight'], d['model.bert_proj.bias'] = (nrm(w, 1024), nrm(w, std=0.05))
d['model.ar_text_embedding.word_embeddings.weight'] = nrm(TEXTS, w, std=1)
d['model.ar_text_position.alpha'] = np.array([1.3])
d['model.ar_audio_embedding.word_embeddings.weight'] = nrm(1025, w, std=1)
d['model.ar_audio_position.alpha'] = np.array([0.7])
for l in range(S['layers']):
    p = f'model.h.layers.{l}.'
    for n, s in (('self_attn.in_proj_weight', (3 * w, w)), ('self_attn.out_proj.weight', (w, w)), ('linear1.weight', (4 * w, w)),
        ('linear2.weight', (w, 4 * w))):
        d[p + n] = nrm(*s, std=1.4 * s[1] ** (-0.5))
    for n, s in (('self_attn.in_proj_bias', 3 * w), ('self_attn.out_proj.bias', w), ('linear1.bias', 4 * w), ('linear2.bias', w)):
        d[p + n] = nrm(s, std=0.2)
    for n in ('norm1', 'norm2'):
        d[p + n + '.weight'], d[p + n + '.bias'] = (1 + nrm(w, std=0.1), nrm(w, std=0.3))
k_ = f"model.h.layers.{S['layers'] - 1}.norm2.bias"
d[k_] = nrm(w, std=1)
b = d[k_]
P = nrm(1025, w, std=1)
P -= np.outer(P @ b, b) / (b @ b)
P[1024] = 0.2 * P[1024] + S['eos'] * w ** 0.5 * b / (b @ b)
d['model.ar_predict_layer.weight'] = P
t, tv = store(d, S['tkind'])
num = (lambda x: float(x)) if S['config'] == 'floats' else lambda x: x


def lists(x):
    return [lists(i) for i in x] if isinstance(x, list) else num(x) if isinstance(x, int) and (not isinstance(x, bool)) else x
conf = {'data': {'max_sec': num(54)}, 'model': {k: num(v) for k, v in dict(vocab_size=1025, phoneme_vocab_size=TEXTS, embedding_dim=w,
    hidden_dim=w, head=S['heads'], linear_units=7, n_layer=S['layers'], EOS=1024).items()}, 'inference': {'top_k': num(15)}}
top = {'weight': t, 'config': conf, 'info': 'x'}
gz('s1.ckpt', tf.save_legacy if 's1' in S.get('container', []) else tf.save_zip, obj=top)
V = json.load(open(BASE + '/checkpoints/chinese-roberta-wwm-ext-large/config.json'))['vocab_size']
bc = S['bert']
d = {'bert.embeddings.word_embeddings.weight': nrm(V, 1024, std=1), 'bert.embeddings.position_embeddings.weight': nrm(128, 1024, std=0.3),
    'bert.embeddings.token_type_embeddings.weight': nrm(2, 1024, std=0.3)}


def norm(n, s):
    d[n + '.weight'], d[n + '.bias'] = (1 + nrm(s, std=0.1), nrm(s, std=0.1))


def lin(n, o, i):
    d[n + '.weight'], d[n + '.bias'] = (nrm(o, i), nrm(o, std=0.1))
norm('bert.embeddings.LayerNorm', 1024)
small = lambda n, o, i: (lin(n, o, i), d.__setitem__(n + '.weight', np.round(d[n + '.weight'] * 64) / 64 * (R.random((o, i)) < 0.1)))
for l in range(bc['layers']):
    p = f'bert.encoder.layer.{l}.'
    for n in ('attention.self.query', 'attention.self.key', 'attention.self.value', 'attention.output.dense'):
        small(p + n, 1024, 1024)
    norm(p + 'attention.output.LayerNorm', 1024)
    lin(p + 'intermediate.dense', bc['inter'], 1024)
    lin(p + 'output.dense', 1024, bc['inter'])
    norm(p + 'output.LayerNorm', 1024)
d['bert.embeddings.position_ids'] = np.arange(128, dtype=np.int64)[None]
cfg = json.load(open(BASE + '/checkpoints/chinese-roberta-wwm-ext-large/config.json'))
cfg.update(num_attention_heads=bc['heads'], num_hidden_layers=bc['layers'], intermediate_size=bc['inter'])
B = 'chinese-roberta-wwm-ext-large'
bt, bv = store(d, 'f2')
gz(B + '/pytorch_model.bin', tf.save_zip, obj=bt, root='zz')
json.dump(cfg, open(f'{OUT}/checkpoints/{B}/config.json', 'w'))
for f in ('tokenizer.json', 'vocab.txt'):
    shutil.copyfile(f'{BASE}/checkpoints/{B}/{f}', f'{OUT}/checkpoints/{B}/{f}')
for s in range(4):
    ids = np.load(f'{BASE}/bert/s{s}_input_ids.npy')
    copy(f'bert/s{s}_input_ids')
    e, x = oracle.bert(bv, cfg, ids[0])
    put(f'bert/s{s}_embeddings', e[None], '', 0.0001)
    put(f'bert/s{s}_hidden_minus3', x[None], '', 0.0001)
h = S['hub']
d = {}
for i, k in enumerate([10, 3, 3, 3, 3, 2, 2]):
    d[f'feature_extractor.conv_layers.{i}.conv.weight'] = nrm(h['dim'], 1 if i == 0 else h['dim'], k,
        std=1.5 * ((1 if i == 0 else h['dim']) * k) ** (-0.5))
norm('feature_extractor.conv_layers.0.layer_norm', h['dim'])
norm('feature_projection.layer_norm', h['dim'])
lin('feature_projection.projection', 768, h['dim'])
d['encoder.pos_conv_embed.conv.weight_g'] = 1 + 0.1 * R.random((1, 1, h['pos']))
d['encoder.pos_conv_embed.conv.weight_v'] = nrm(768, 768 // h['groups'], h['pos']) * (R.random((768, 768 // h['groups'], h['pos'])) < 0.05)
d['encoder.pos_conv_embed.conv.bias'] = nrm(768, std=0.1)
norm('encoder.layer_norm', 768)
for l in range(h['layers']):
    p = f'encoder.layers.{l}.'
    for n in 'qkv':
        small(p + f'attention.{n}_proj', 768, 768)
    small(p + 'attention.out_proj', 768, 768)
    norm(p + 'layer_norm', 768)
    lin(p + 'feed_forward.intermediate_dense', h['inter'], 768)
    lin(p + 'feed_forward.output_dense', 768, h['inter'])
    norm(p + 'final_layer_norm', 768)
d['masked_spec_embed'] = nrm(768, std=1)
H = 'chinese-hubert-base'
cfg = json.load(open(f'{BASE}/checkpoints/{H}/config.json'))
cfg.update(conv_dim=[h['dim']] * 7, intermediate_size=h['inter'], num_hidden_layers=h['layers'], num_attention_heads=h['heads'],
    num_conv_pos_embeddings=h['pos'], num_conv_pos_embedding_groups=h['groups'])
ht, hv = store(d, 'f2')
gz(H + '/pytorch_model.bin', tf.save_legacy if S.get('legacy') else tf.save_zip, obj=ht)
json.dump(cfg, open(f'{OUT}/checkpoints/{H}/config.json', 'w'))
shutil.copyfile(f'{BASE}/checkpoints/{H}/preprocessor_config.json', f'{OUT}/checkpoints/{H}/preprocessor_config.json')
wav = np.concatenate([R.standard_normal(int(320 * 2 * S['prompt']) + 400 - 9600) * 0.1 if 640 * S['prompt'] > 9600 else R.standard_normal(640 * S['prompt'] + 400) * 0.1, np.zeros(9600) if 640 * S['prompt'] > 9600 else np.zeros(0)]).astype(np.float32)[None]
put('hubert/wav_16k', wav)
r = oracle.hubert(hv, cfg, wav[0])
for k, v in r.items():
    put('hubert/' + k, v, '', 0.0001)
ssl = r['ssl_content'][0].astype(np.float32)
if S['sv']:
    os.makedirs(OUT + '/checkpoints/sv')
    shutil.copyfile(BASE + '/checkpoints/sv/pretrained_eres2netv2w24s4ep4.ckpt.gz',
        OUT + '/checkpoints/sv/pretrained_eres2netv2w24s4ep4.ckpt.gz')
sov = {}
for v in S['v']:
    d = {}
    g = v['gin']
    pro = v['version'] not in ('v1', 'v2')

    def cw(n, o, i, k, gain=1.0, bias=True):
        d[n + '.weight'] = nrm(o, i, k) * gain
        bias and d.__setitem__(n + '.bias', nrm(o, std=0.1))

    def wn(n, o, i, k, gain=1.0, lead=None):
        x = nrm(o, i, k)
        d[n + '.weight_g'] = gain * (1 + 0.2 * R.random((o, 1, 1)))
        d[n + '.weight_v'] = x
        d[n + '.bias'] = nrm(lead or o, std=0.1)

    def enc(n, L):
        hh = 192 // v['heads']
        for l in range(L):
            a = f'{n}.attn_layers.{l}'
            d[a + '.emb_rel_k'], d[a + '.emb_rel_v'] = (nrm(1, 9, hh, std=0.3), nrm(1, 9, hh, std=0.3))
            for c in 'qkvo':
                cw(f'{a}.conv_{c}', 192, 192, 1)
            for q in '12':
                d[f'{n}.norm_layers_{q}.{l}.gamma'], d[f'{n}.norm_layers_{q}.{l}.beta'] = (1 + nrm(192, std=0.1), nrm(192, std=0.1))
            cw(f'{n}.ffn_layers.{l}.conv_1', v['filt'], 192, v['ks'])
            cw(f'{n}.ffn_layers.{l}.conv_2', 192, v['filt'], v['ks'])
    cw('enc_p.ssl_proj', 192, 768, 1)
    enc('enc_p.encoder_ssl', max(1, v['L'] // 2))
    enc('enc_p.encoder_text', v['L'])
    d['enc_p.text_embedding.weight'] = nrm(ROWS, 192, std=1)
    for c in 'qkvo':
        cw(f'enc_p.mrte.cross_attention.conv_{c}', 512, 512, 1)
        d[f'enc_p.mrte.cross_attention.conv_{c}.weight'] *= R.random((512, 512, 1)) < 0.2
    cw('enc_p.mrte.c_pre', 512, 192, 1)
    cw('enc_p.mrte.text_pre', 512, 192, 1)
    cw('enc_p.mrte.c_post', 192, 512, 1)
    enc('enc_p.encoder2', max(1, v['L'] // 2))
    cw('enc_p.proj', 2 * v['inter'], 192, 1, 0.6)
    C = v['init']
    cw('dec.conv_pre', C, v['inter'], 7)
    cw('dec.cond', C, g, 1)
    for i, (u, k) in enumerate(zip(v['rates'], v['kern'])):
        a, o = (C // 2 ** i, C // 2 ** (i + 1))
        x = nrm(a, o, k)
        d[f'dec.ups.{i}.weight_g'] = (1 + 0.2 * R.random((a, 1, 1))) * 1.3 * (o * k) ** 0.5 / a ** 0.5
        d[f'dec.ups.{i}.weight_v'] = x
        d[f'dec.ups.{i}.bias'] = nrm(o, std=0.1)
        for j, (K, dl) in enumerate(zip(v['rk'], v['rd'])):
            for q in range(len(dl)):
                for c in ('convs1', 'convs2') if v['rb'] == '1' else ('convs',):
                    wn(f"dec.resblocks.{i * len(v['rk']) + j}.{c}.{q}", o, o, K, 0.8)
    cw('dec.conv_post', 1, C // 2 ** len(v['rates']), 7, 0.12, False)
    half = v['inter'] // 2
    for F in (0, 2, 4, 6):
        n = f'flow.flows.{F}'
        cw(n + '.pre', 192, half, 1)
        cw(n + '.post', half, 192, 1, 0.5)
        wn(n + '.enc.cond_layer', 1536, g, 1, 0.5)
        for l in range(4):
            wn(f'{n}.enc.in_layers.{l}', 384, 192, 5)
            wn(f'{n}.enc.res_skip_layers.{l}', 384 if l < 3 else 192, 192, 1)
    for n, o, i in (('spectral.0.fc', 128, BINS), ('spectral.3.fc', 128, 128), ('slf_attn.w_qs', 128, 128), ('slf_attn.w_ks', 128, 128),
        ('slf_attn.w_vs', 128, 128), ('slf_attn.fc', 128, 128), ('fc.fc', g, 128)):
        d[f'ref_enc.{n}.weight'], d[f'ref_enc.{n}.bias'] = (nrm(o, i) * (0.1 if 'spectral.0' in n else 1), nrm(o, std=0.1))
    for i in range(2):
        cw(f'ref_enc.temporal.{i}.conv1.conv', 256, 128, 5)
    sp = R.random((768, 768, 2)) < 0.05
    cw('ssl_proj', 768, 768, 2, 4)
    d['ssl_proj.weight'] *= sp
    d['quantizer.vq.layers.0._codebook.embed'] = np.round(nrm(1024, 768, std=1) * 4) / 4
    d['quantizer.vq.layers.0._codebook.inited'] = np.ones(1)
    if pro:
        d['sv_emb.weight'], d['sv_emb.bias'] = (nrm(g, 20480), nrm(g, std=0.1))
        d['ge_to512.weight'], d['ge_to512.bias'] = (nrm(512, g), nrm(512, std=0.1))
        d['prelu.weight'] = 0.25 + nrm(g, std=0.05)
    model = dict(inter_channels=v['inter'], hidden_channels=192, filter_channels=v['filt'], n_heads=v['heads'], n_layers=v['L'],
        kernel_size=v['ks'], p_dropout=0.1, resblock=v['rb'], resblock_kernel_sizes=v['rk'], resblock_dilation_sizes=v['rd'], upsample_rates=v['rates'], upsample_initial_channel=C, upsample_kernel_sizes=v['kern'], n_layers_q=3, use_spectral_norm=False, gin_channels=g, semantic_frame_rate='25hz', freeze_quantizer=True, version=v['version'])
    v['model'] = model
    cc = lists(dict(data=dict(sampling_rate=32000, hop_length=640, filter_length=2048), train=dict(seed=1), model=dict(model),
        version=v['version']))
    if S['config'] == 'hps':

        def hp(x):
            if isinstance(x, dict):
                o = tf.HParams()
                o.__dict__.update({k: hp(y) for k, y in x.items()})
                return o
            return x
        cc = hp(cc)
    elif S['config'] == 'attr':

        def at(x):
            if isinstance(x, dict):
                o = tf.DictToAttrRecursive()
                q = {k: at(y) for k, y in x.items()}
                o.update(q)
                o.__dict__.update(q)
                return o
            return tuple((at(i) for i in x)) if isinstance(x, list) else x
        cc = at(cc)
    tt, sv_ = store(d, S['sovk'])
    v['val'] = sv_
    gz(f"s2G_{v['version']}.pth", tf.save_zip, obj={'weight': tt, 'config': cc, 'info': 'y'}, root='1700.5', head={'v2Pro': '05',
        'v2ProPlus': '06'}.get(v['version']))
    v['net'] = oracle.Sovits(sv_, model)
    z, codes, mg = v['net'].vq(ssl)
    v['prompt'] = codes
    v['z'] = z
    v['mg'] = mg
net = oracle.T2S(tv, S['heads'])
prompt = [int(x) for x in S['v'][0]['prompt']]


def run(name, phones, bertf, codes, early=-1, probes=False):
    y, logs, idx, how, mgn, pre = net.greedy(phones, bertf, list(codes), early=early)
    put(name + '_phones', phones[None])
    put(name + '_bert', bertf[None])
    codes is not None and len(codes) and put(name + '_prompt', np.array(codes, np.int64)[None])
    put(name + '_prefill_logits', logs[:1], '', 0.001)
    put(name + '_step_logits', logs, '', 0.001)
    put(name + '_y', np.array(y, np.int64)[None], '' if early < 0 else f'stopped by early_stop_num = {early}; no token is removed then')
    if probes:
        for k, x in zip(('text_embed', 'audio_embed', 'attn_mask', 'prefill_hidden'), pre[:4]):
            put(f'{name}_{k}', x if k == 'attn_mask' else x[None], '', 0.0001)
        put(name + '_prefill_k0', pre[4][0][0][None], '', 0.0001)
        put(name + '_prefill_v_last', pre[4][-1][1][None], '', 0.0001)
    man['t2s'].append(dict(name=name, steps=len(logs), idx=idx, prompt=len(codes), generated=len(y) - len(codes), ended_by=how,
        min_argmax_margin=mgn))
    print(name, len(logs), how, mgn)
    return y


def some(n):
    return (R.integers(0, KNOWN, n).astype(np.int64), (R.standard_normal((1024, n)) * (R.random((1, n)) < 0.7)).astype(np.float32))
X = S['phones']
ya = run('s1/a', *some(X[0]), prompt, probes=True)
yb = run('s1/b', *some(X[1]), prompt)
p, bf = some(X[0])
run('s1/early', p, bf, prompt, early=14)
run('s1/noprompt', *some(X[1]), [])
rows = []
for i, n in enumerate(S['batch']):
    p, bf = some(n)
    put(f's1/batch_phones{i}', p)
    put(f's1/batch_bert{i}', bf)
    y, logs, idx, how, mgn, _ = net.greedy(p, bf, list(prompt))
    assert how == 'eos', (how, [i for i in range(len(logs)) if logs[i][1024] > 2.0 * w ** 0.5][:3])
    put(f's1/batch_y{i}', np.array(y, np.int64))
    rows.append((y, logs, idx))
    print('batch', i, len(logs), mgn)
put('s1/batch_prompt', np.array([prompt] * len(rows), np.int64))
put('s1/batch_idx', np.array([r[2] for r in rows]))
put('s1/batch_prefill_logits', np.array([r[1][0] for r in rows]), '', 0.001)
k = min(10, min((len(r[1]) for r in rows)))
put('s1/batch_step0_to_9_logits', np.array([[r[1][i] for r in rows] for i in range(k)]), '', 0.001)
E = 13
for i, r in enumerate(rows):
    put(f's1/batch_early_y{i}', np.array(r[0][:len(prompt) + min(E, len(r[0]) - len(prompt))], np.int64))
man['t2s'].append(dict(name='s1/batch', idx=[r[2] for r in rows]))
spec, spec2 = (np.load(BASE + '/dsp/ref_spec.npy')[0], np.load(BASE + '/dsp/ref2_spec.npy')[0])
for n, v in enumerate(S['v']):
    N, s, pro = (v['version'], v['net'], v['version'] not in ('v1', 'v2'))
    put(N + '/ssl_projected', v['z'][None], '', 0.0001)
    put(N + '/prompt_codes', v['prompt'][None, None])
    sv = sv2 = None
    if pro:
        for q in ('sv_emb', 'sv_emb2', 'sv_fbank', 'sv_fuse34_slice', 'sv_layer1_slice', 'sv_layer3_slice', 'sv_layer4_slice'):
            a = np.load(f'{BASE}/v2Pro/{q}.npy')
            put(f'{N}/{q}', a, '', 0.001)
        sv, sv2 = (np.load(BASE + '/v2Pro/sv_emb.npy')[0], np.load(BASE + '/v2Pro/sv_emb2.npy')[0])
    co = np.array((ya if n == 0 else yb)[len(prompt):], np.int64)[:60]
    ph = some(X[1] - 4)[0]
    re = s.ref_enc(spec)
    ge = s.ge(spec, sv)
    g5 = s.ge512(ge)
    put(N + '/ref_enc', re[None, :, None], '', 0.0001)
    if pro:
        put(N + '/ge', ge[None, :, None], '', 0.001)
        put(N + '/ge512', g5[None, :, None], '', 0.001)
    put(N + '/semantic', co[None, None])
    put(N + '/text_phones', ph[None])
    r = s.enc_p(co, ph, g5)
    for k, x in r.items():
        put(f'{N}/{k}', x, '', 0.0001)
    z, first = s.flow(r['m_p'][0], ge)
    put(N + '/z', z[None], '', 0.0001)
    put(N + '/flow_flows_6', first[None], '', 0.0001)
    dec = s.dec(z, ge)
    for k, x in dec.items():
        put(f'{N}/{k}', x.reshape(1, *x.shape[-2:]), '', 0.0001)
    print(N, 'audio std', dec['audio'].std(), np.abs(dec['audio']).max(), 'codes', len(co), 'margin', v['mg'])
    nz = R.standard_normal(r['m_p'][0].shape).astype(np.float32)
    put(N + '/noise', nz[None])
    zp = r['m_p'][0] + nz * np.exp(r['logs_p'][0]) * 0.5
    put(N + '/noise_z_p', zp[None], '', 0.0001)
    put(N + '/noise_audio', s.dec(s.flow(zp, ge)[0], ge)['audio'].reshape(1, 1, -1), '', 0.0001)
    c = min(len(co), 17)
    for nm, spd in (('speed150', 1.5), ('speed65', 0.65)) if sys.argv[1] != 'b' else (('speed130', 1.3), ('speed80', 0.8)):
        q = s.enc_p(co[:c], ph, g5, spd)
        put(f'{N}/{nm}_m_p', q['m_p'], f'prior mean at speed {spd}, first {c} codes', 0.0001)
        put(f'{N}/{nm}_audio', s.dec(s.flow(q['m_p'][0], ge)[0], ge)['audio'].reshape(1, 1, -1),
            f'waveform at speed {spd}, first {c} codes, noise scale 0', 0.0001)
    g2 = (ge + s.ge(spec2, sv2)) / 2
    q = s.enc_p(co, ph, s.ge512(g2))
    put(N + '/two_refs_audio', s.dec(s.flow(q['m_p'][0], g2)[0], g2)['audio'].reshape(1, 1, -1), '', 0.0001)
    man['sovits'].append(dict(version=N, model=v['model'], min_code_margin=float(v['mg'])))
json.dump(man, open(OUT + '/manifest.json', 'w'), indent=1, default=float)
