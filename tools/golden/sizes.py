"""The sizes of three golden folders. Names of the vocoder's are those of its settings: rates and kernels of the stages, kernels and dilations of the blocks."""

SIZES = {
    "a": {
        "eos": 2.45, "seed": 11, "width": 48, "heads": 4, "layers": 2, "tkind": "mix", "sovk": "f4", "config": "floats", "legacy": True,
        "container": ["s1"], "batch": [9, 41], "prompt": 37, "phones": (31, 12), "sv": False,
        "hub": {"dim": 20, "inter": 56, "layers": 1, "heads": 6, "groups": 8, "pos": 33},
        "bert": {"inter": 48, "layers": 3, "heads": 8},
        "v": [
            {
                "version": "v2", "inter": 24, "filt": 40, "heads": 4, "L": 1, "ks": 5, "init": 40, "rates": [8, 8, 5, 2],
                "kern": [16, 12, 9, 4], "rk": [3, 5], "rd": [[1, 3, 5], [1, 2, 4]], "rb": "1", "gin": 512,
            },
        ],
    },
    "b": {
        "eos": 2.2, "seed": 22, "width": 80, "heads": 5, "layers": 3, "tkind": "f2", "sovk": "f2", "config": "hps",
        "batch": [33, 5, 17, 60, 28, 8, 9], "prompt": 71, "phones": (52, 20), "sv": True,
        "hub": {"dim": 48, "inter": 100, "layers": 3, "heads": 12, "groups": 16, "pos": 128},
        "bert": {"inter": 96, "layers": 5, "heads": 16},
        "v": [
            {
                "version": "v2Pro", "inter": 20, "filt": 48, "heads": 3, "L": 3, "ks": 3, "init": 72, "rates": [10, 8, 2, 2, 2],
                "kern": [20, 16, 8, 2, 2], "rk": [3, 7, 11], "rd": [[1, 3, 5], [1, 3, 5], [1, 3, 5]], "rb": "1", "gin": 48,
            },
            {
                "version": "v2", "inter": 30, "filt": 30, "heads": 6, "L": 2, "ks": 3, "init": 48, "rates": [10, 8, 2, 2, 2],
                "kern": [16, 16, 8, 2, 2], "rk": [3, 7, 11], "rd": [[1, 3, 5], [1, 3, 5], [1, 3, 5]], "rb": "1", "gin": 512,
            },
        ],
    },
    "c": {
        "eos": 2.35, "seed": 33, "width": 72, "heads": 9, "layers": 4, "tkind": "bf", "sovk": "mix", "config": "attr", "batch": [14, 14, 3],
        "prompt": 5, "phones": (19, 7), "sv": True,
        "hub": {"dim": 32, "inter": 64, "layers": 2, "heads": 4, "groups": 4, "pos": 128},
        "bert": {"inter": 64, "layers": 4, "heads": 4},
        "v": [
            {
                "version": "v2ProPlus", "inter": 36, "filt": 64, "heads": 2, "L": 2, "ks": 3, "init": 104, "rates": [4, 10, 4, 4],
                "kern": [8, 20, 10, 8], "rk": [3, 5, 7], "rd": [[1, 2], [2, 6], [3, 12]], "rb": "2", "gin": 96,
            },
        ],
    },
    "d": {
        "eos": 2.6, "seed": 44, "width": 64, "heads": 8, "layers": 2, "tkind": "f2", "sovk": "f2", "config": "plain", "batch": [12, 27, 4],
        "prompt": 33, "phones": (24, 10), "sv": False,
        "hub": {"dim": 32, "inter": 64, "layers": 1, "heads": 4, "groups": 8, "pos": 64},
        "bert": {"inter": 64, "layers": 3, "heads": 8},
        "v": [
            {
                "version": "v1", "inter": 28, "filt": 48, "heads": 2, "L": 2, "ks": 3, "init": 48, "rates": [10, 8, 2, 2, 2],
                "kern": [16, 16, 8, 2, 2], "rk": [3, 7, 11], "rd": [[1, 3, 5], [1, 3, 5], [1, 3, 5]], "rb": "1", "gin": 512,
            },
        ],
    },
}
