"""A benchmark worker that runs a PyTorch port, from a checkout that the user names.

  python torch_worker.py --official CHECKOUT (the words of 'maskgit bench run')

CHECKOUT is one of github.com/hmorimitsu/maskgit-torch. The protocol is that of org.maskgit.bench
(see its package page). Nothing of the port is contained here; it is imported, and its modules are
filled with the official Flax checkpoints that all workers get. Runs as the port does, operation by
operation, without gradients, on a GPU if PyTorch finds one. Needs torch, numpy, einops and msgpack.

The port draws with PyTorch's random numbers, so its tokens can't be those of JAX: the digest is -.
Its networks deviate from the official ones in two places, and are left so: GELU by the error
function, not by its tanh approximation, and an epsilon of 1e-5 in GroupNorm, not 1e-6. It has no
training.
"""

import sys
import types

import worker


def parse():
    words = worker.parser(["image", "repeat", "batch", "first"])
    return words.parse_args()


def import_port(folder):
    try:
        import ml_collections  # noqa: F401
    except ImportError:  # the modules name it in annotations only
        stub = types.ModuleType("ml_collections")
        stub.ConfigDict = dict
        sys.modules["ml_collections"] = stub
    sys.path.insert(0, folder)
    from maskgit.libml import parallel_decode
    from maskgit.nets import bidirectional_transformer, vqgan_tokenizer

    return parallel_decode, bidirectional_transformer, vqgan_tokenizer


def read(path):
    """The parameters of a Flax checkpoint by their names, joined by dots."""
    import msgpack
    import numpy

    def array(code, data):
        if code != 1:
            raise ValueError("%s: expected arrays only, found extension %d" % (path, code))
        shape, kind, content = msgpack.unpackb(data)
        return numpy.frombuffer(content, kind).reshape(shape)

    def flatten(tree, prefix):
        for key, value in tree.items():
            if isinstance(value, dict):
                yield from flatten(value, prefix + key + ".")
            else:
                yield prefix + key, value

    with open(path, "rb") as file:
        tree = msgpack.unpackb(file.read(), ext_hook=array)
    return dict(flatten(tree["params"], ""))


def count(names, prefix):
    """How many modules PREFIX0, PREFIX1, ... there are."""
    return len({name[len(prefix):].split(".")[0] for name in names if name.startswith(prefix)})


def tensor(value):
    import torch

    return torch.from_numpy(value.copy())


def transformer_state(params):
    """The official Transformer's parameters, named and laid out as the port's."""
    import numpy

    def linear(name, value):
        return value.T if name.endswith("kernel") else value

    state = {
        "tok_emb.weight": params["Embed_0.word_embeddings.embedding"],
        "pos_emb": params["Embed_0.position_embeddings.embedding"],
        "bias": params["MlmLayer_0.mlm_bias.bias"],
    }

    def put(ours, theirs):
        for kind, end in (("kernel", "weight"), ("scale", "weight"), ("bias", "bias")):
            name = theirs + "." + kind
            if name in params:
                state[ours + "." + end] = linear(name, params[name])

    put("emb_ln", "Embed_0.embeddings_ln")
    put("Token_Prediction.0", "MlmLayer_0.mlm_dense")
    put("Token_Prediction.2", "MlmLayer_0.mlm_ln")
    width = state["pos_emb"].shape[1]
    for i in range(count(params, "TransformerLayer_")):
        block, layer = "blocks.%d." % i, "TransformerLayer_%d." % i
        put(block + "AttentionLN", layer + "Attention_0.attention_output_ln")
        put(block + "MLP.0", layer + "Mlp_0.intermediate_output")
        put(block + "MLP.2", layer + "Mlp_0.layer_output")
        put(block + "MlpLN", layer + "Mlp_0.layer_output_ln")
        attention, own = layer + "Attention_0.self_attention.", block + "MultiHeadAttention."
        parts = [attention + part for part in ("query", "key", "value")]
        state[own + "in_proj_weight"] = numpy.concatenate(
            [params[part + ".kernel"].reshape(width, width).T for part in parts])
        state[own + "in_proj_bias"] = numpy.concatenate(
            [params[part + ".bias"].reshape(width) for part in parts])
        state[own + "out_proj.weight"] = params[attention + "out.kernel"].reshape(width, width).T
        state[own + "out_proj.bias"] = params[attention + "out.bias"]
    return {name: tensor(value) for name, value in state.items()}


def tokenizer_state(params, stages, blocks):
    """The official VQVAE's parameters, named and laid out as the port's."""

    def module(side, name):
        kind, number = name.split("_")
        number = int(number)
        if kind == "ResBlock":
            return "res_blocks.%d.%d" % (number // blocks, number % blocks)
        if kind == "GroupNorm":
            return "norm_out"
        if number == 0:
            return "conv_in"
        if side == "encoder" or number == stages:
            return "conv_out"
        return "res_blocks.%d.%d" % (number, blocks + 1)  # after the blocks and the upsampling

    inner = {"GroupNorm_0": "norm0", "GroupNorm_1": "norm1",
             "Conv_0": "conv0", "Conv_1": "conv1", "Conv_2": "conv_res"}
    state = {"quantizer.codebook.weight": tensor(params["quantizer.codebook"])}
    for name, value in params.items():
        side, *path, kind = name.split(".")
        if side == "quantizer":
            continue
        words = [side, module(side, path[0])] + [inner[part] for part in path[1:]]
        words.append("bias" if kind == "bias" else "weight")
        state[".".join(words)] = tensor(value.transpose(3, 2, 0, 1) if value.ndim == 4 else value)
    return state


class Generation:
    """Pictures: the port's transformer, decode and VQVAE, with the sizes of the checkpoints."""

    def __init__(self, args):
        import torch

        self.args = args
        self.decode, transformers, tokenizers = import_port(args.official)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        params = read(args.transformer)
        words, width = params["Embed_0.word_embeddings.embedding"].shape
        self.positions = params["Embed_0.position_embeddings.embedding"].shape[0]
        first = "TransformerLayer_0."
        self.transformer = transformers.BidirectionalTransformer(
            num_image_tokens=self.positions,
            num_codebook_vectors=words,
            dim=width,
            hidden_dim=params[first + "Mlp_0.intermediate_output.kernel"].shape[1],
            num_heads=params[first + "Attention_0.self_attention.query.kernel"].shape[1],
            attention_dropout=0.1,
            hidden_dropout=0.1,
            n_layers=count(params, "TransformerLayer_"))
        self.transformer.load_state_dict(transformer_state(params))
        params = read(args.tokenizer)
        self.codebook = params["quantizer.codebook"].shape[0]
        self.classes = words - self.codebook - 1
        self.mask = words - 1
        stages = count(params, "decoder.Conv_") - 1
        blocks = count(params, "decoder.ResBlock_") // (stages + 1)
        self.tokenizer = tokenizers.VQVAE(config=self.tokenizer_config(params, stages, blocks))
        self.tokenizer.load_state_dict(tokenizer_state(params, stages, blocks))
        for model in (self.transformer, self.tokenizer):
            model.eval().to(self.device)

    @staticmethod
    def tokenizer_config(params, stages, blocks):
        filters = params["decoder.GroupNorm_0.scale"].shape[0]
        widths = [
            params["decoder.ResBlock_%d.Conv_1.kernel" % (blocks * (stages - i))].shape[3]
            for i in range(stages)]
        vqvae = types.SimpleNamespace(
            quantizer="vq", input_dim=3, filters=filters, num_res_blocks=blocks,
            channel_multipliers=tuple(width // filters for width in widths),
            embedding_dim=params["quantizer.codebook"].shape[1], norm_type="GN",
            activation_fn="swish", conv_downsample=False,
            codebook_size=params["quantizer.codebook"].shape[0])
        return types.SimpleNamespace(vqvae=vqvae)

    def logits(self, tokens):
        return self.transformer(tokens)[..., :self.codebook]

    def draw(self, label, count, seed):
        """Draws COUNT pictures and returns their tokens and pixels, in the program's memory."""
        import torch

        torch.manual_seed(seed)
        inputs = torch.full((count, self.positions), self.mask, device=self.device)
        inputs[:, 0] = self.codebook + label
        side = int((self.positions - 1) ** 0.5)
        with torch.no_grad():
            tokens = self.decode.decode(
                inputs, self.logits, num_iter=self.args.steps, choice_temperature=4.5,
                mask_token_id=self.mask)[:, -1, 1:]
            images = self.tokenizer.decode_from_indices(
                {"encoding_indices": tokens.reshape(-1, side, side)})
        return tokens.cpu(), images.cpu()

    def warm_up(self):
        worker.warm_up(self.args, self.draw, self.classes)

    def go(self, number):
        for draw in worker.draws(self.args, number, self.classes):
            self.draw(*draw)
        return "-"


def version(task):
    import torch

    return "PyTorch %s, %s" % (torch.__version__, task.device)


if __name__ == "__main__":
    worker.run(parse(), Generation, version)
