import gzip, json, sys, os, numpy as np
'Compares what the independent networks compute with a golden folder. python3 verify_folder.py FOLDER'
import checkpoints as torchfile
import networks as oracle
G = sys.argv[1]
man = json.load(open(G + '/manifest.json'))
T = {t['name']: t for t in man['tensors']}


def a(n):
    return np.load(f'{G}/{n}.npy')


def ck(n):
    return torchfile.load(gzip.open(f'{G}/checkpoints/{n}.gz').read())
bad = 0


def chk(n, v):
    global bad
    e = a(n)
    d = np.abs(e - v.reshape(e.shape)).max()
    ok = d <= T[n]['atol']
    bad += not ok
    print('ok ' if ok else 'BAD', n, f'{d:.2e}', T[n]['atol'])


def same(n, v):
    global bad
    ok = np.array_equal(a(n).reshape(-1), np.asarray(v).reshape(-1))
    bad += not ok
    print('ok ' if ok else 'BAD', n)
s1 = ck('s1.ckpt')
t = oracle.T2S(s1['weight'], int(s1['config']['model']['head']))
for e in man['t2s']:
    n = e['name']
    if 'steps' not in e:
        continue
    pr = a(n + '_prompt')[0] if n + '_prompt' in T else []
    early = int(T[n + '_y']['note'].split('= ')[1].split(';')[0]) if e['ended_by'] != 'eos' else -1
    y, logs, idx, how, mg, pre = t.greedy(a(n + '_phones')[0], a(n + '_bert')[0], list(pr), early=early)
    same(n + '_y', y)
    chk(n + '_step_logits', logs)
    assert how == e['ended_by'] and idx + 1 == e['steps'], (how, idx, e)
    if n == 's1/a':
        chk(n + '_text_embed', pre[0])
        chk(n + '_audio_embed', pre[1])
        same(n + '_attn_mask', pre[2])
        chk(n + '_prefill_hidden', pre[3])
        chk(n + '_prefill_k0', pre[4][0][0])
        chk(n + '_prefill_v_last', pre[4][-1][1])
C = G + '/checkpoints/chinese-hubert-base'
r = oracle.hubert(ck('chinese-hubert-base/pytorch_model.bin'), json.load(open(C + '/config.json')), a('hubert/wav_16k')[0])
for k, v in r.items():
    chk('hubert/' + k, v)
b = ck('chinese-roberta-wwm-ext-large/pytorch_model.bin')
cfg = json.load(open(G + '/checkpoints/chinese-roberta-wwm-ext-large/config.json'))
for i in range(4):
    e, x = oracle.bert(b, cfg, a(f'bert/s{i}_input_ids')[0])
    chk(f'bert/s{i}_embeddings', e)
    chk(f'bert/s{i}_hidden_minus3', x)
for v in [e['version'] for e in man['sovits']]:
    c = ck(f's2G_{v}.pth')
    s = oracle.Sovits(c['weight'], torchfile.plain(c['config'])['model'])
    z, codes, mg = s.vq(a('hubert/ssl_content')[0])
    chk(v + '/ssl_projected', z)
    same(v + '/prompt_codes', codes)
    chk(v + '/ref_enc', s.ref_enc(a('dsp/ref_spec')[0]))
    sv = a(v + '/sv_emb')[0] if v + '/sv_emb' in T else None
    sv2 = a(v + '/sv_emb2')[0] if sv is not None else None
    ge = s.ge(a('dsp/ref_spec')[0], sv)
    g5 = s.ge512(ge)
    if sv is not None:
        chk(v + '/ge', ge)
        chk(v + '/ge512', g5)
    ph, co = (a(v + '/text_phones')[0], a(v + '/semantic')[0, 0])
    r = s.enc_p(co, ph, g5)
    for k, x in r.items():
        if 'atol' in T[v + '/' + k]:
            chk(v + '/' + k, x)
    z, first = s.flow(r['m_p'][0], ge)
    chk(v + '/z', z)
    chk(v + '/flow_flows_6', first)
    for k, x in s.dec(z, ge).items():
        chk(v + '/' + k, x)
    zp = r['m_p'][0] + a(v + '/noise')[0] * np.exp(r['logs_p'][0]) * 0.5
    chk(v + '/noise_z_p', zp)
    chk(v + '/noise_audio', s.dec(s.flow(zp, ge)[0], ge)['audio'])
    for n, sp in (('speed130', 1.3), ('speed80', 0.8)):
        q = s.enc_p(co[:24], ph, g5, sp)
        chk(f'{v}/{n}_m_p', q['m_p'])
        chk(f'{v}/{n}_audio', s.dec(s.flow(q['m_p'][0], ge)[0], ge)['audio'])
    g2 = (ge + s.ge(a('dsp/ref2_spec')[0], sv2)) / 2
    q = s.enc_p(co, ph, s.ge512(g2))
    chk(v + '/two_refs_audio', s.dec(s.flow(q['m_p'][0], g2)[0], g2)['audio'])
print('bad', bad)
