"""A benchmark worker that runs the official JAX code, from a checkout that the user names.

  python jax_worker.py --official CHECKOUT [--mode jit|demo] (the words of 'maskgit bench run')

--mode jit   the whole loop and the decoder are one compiled function
--mode demo  as the official notebook runs it: nothing is compiled but JAX's own operations and the
             body of the loop

The protocol is that of org.maskgit.bench (see its package page). Nothing of the official code is
contained here; it is imported. Needs jax, flax, msgpack and, for --work training, optax.
"""

import sys
import types
import zlib

import worker

TRAINING_STEPS = 4  # as org.maskgit.bench.TrainingTask
TRAINING_BATCH = 32


def parse():
    words = worker.parser(["image", "repeat", "batch", "first", "training"])
    words.add_argument("--mode", choices=["jit", "demo"], default="jit")
    return words.parse_args()


def import_official(folder):
    """Imports the official modules with today's JAX."""
    import jax

    if not hasattr(jax.numpy, "DeviceArray"):
        jax.numpy.DeviceArray = jax.Array  # renamed in JAX 0.4.1
    try:
        import ml_collections  # noqa: F401
    except ImportError:  # the modules name it in annotations only
        stub = types.ModuleType("ml_collections")
        stub.ConfigDict = dict
        sys.modules["ml_collections"] = stub
    sys.path.insert(0, folder)
    from maskgit.libml import parallel_decode
    from maskgit.nets import maskgit_transformer, vqgan_tokenizer

    return parallel_decode, maskgit_transformer, vqgan_tokenizer


def read(path):
    from flax import serialization

    with open(path, "rb") as file:
        return serialization.msgpack_restore(file.read())


class Generation:
    """Pictures: the official Transformer, decode and VQVAE, with the sizes of the checkpoints."""

    def __init__(self, args):
        import jax

        self.args = args
        self.decode, transformers, tokenizers = import_official(args.official)
        self.weights = read(args.transformer)
        self.tokenizer_weights = read(args.tokenizer)
        params = self.weights["params"]
        words = params["Embed_0"]["word_embeddings"]["embedding"]
        self.positions = params["Embed_0"]["position_embeddings"]["embedding"].shape[0]
        self.codebook = self.tokenizer_weights["params"]["quantizer"]["codebook"].shape[0]
        self.classes = words.shape[0] - self.codebook - 1
        first = params["TransformerLayer_0"]
        self.transformer = transformers.Transformer(
            vocab_size=words.shape[0],
            hidden_size=words.shape[1],
            num_hidden_layers=sum(key.startswith("TransformerLayer_") for key in params),
            num_attention_heads=first["Attention_0"]["self_attention"]["query"]["kernel"].shape[1],
            intermediate_size=first["Mlp_0"]["intermediate_output"]["kernel"].shape[1],
            max_position_embeddings=self.positions)
        self.tokenizer = tokenizers.VQVAE(
            config=self.tokenizer_config(), train=False, dtype=jax.numpy.float32)
        put = jax.device_put
        self.weights = jax.tree_util.tree_map(put, self.weights)
        self.tokenizer_weights = jax.tree_util.tree_map(put, self.tokenizer_weights)
        self.run = jax.jit(self.sample) if args.mode == "jit" else self.sample

    def tokenizer_config(self):
        decoder = self.tokenizer_weights["params"]["decoder"]
        filters = decoder["GroupNorm_0"]["scale"].shape[0]
        stages = sum(key.startswith("Conv_") for key in decoder) - 1
        blocks = sum(key.startswith("ResBlock_") for key in decoder) // (stages + 1)
        widths = [
            decoder["ResBlock_%d" % (blocks * (1 + stages - 1 - i))]["Conv_1"]["kernel"].shape[3]
            for i in range(stages)]
        vqvae = types.SimpleNamespace(
            quantizer="vq", filters=filters, num_res_blocks=blocks,
            channel_multipliers=tuple(width // filters for width in widths),
            codebook_size=self.codebook, norm_type="GN", activation_fn="swish",
            embedding_dim=decoder["Conv_0"]["kernel"].shape[2])
        return types.SimpleNamespace(vqvae=vqvae)

    def sample(self, weights, tokenizer_weights, inputs, rng):
        def tokens_to_logits(seq):
            logits = self.transformer.apply(weights, seq, deterministic=True)
            return logits[..., :self.codebook]

        tokens = self.decode.decode(
            inputs, rng, tokens_to_logits, num_iter=self.args.steps, choice_temperature=4.5,
            mask_token_id=-1)[:, -1, 1:]
        side = int((self.positions - 1) ** 0.5)
        images = self.tokenizer.apply(
            tokenizer_weights, tokens.reshape(-1, side, side),
            method=self.tokenizer.decode_from_indices, mutable=False)
        return tokens, images

    def draw(self, label, count, seed):
        import jax
        import numpy

        inputs = numpy.full((count, self.positions), -1, numpy.int32)
        inputs[:, 0] = self.codebook + label
        tokens, images = self.run(
            self.weights, self.tokenizer_weights, inputs, jax.random.PRNGKey(seed))
        numpy.asarray(images)
        return numpy.asarray(tokens).astype("<i4").tobytes()

    def warm_up(self):
        worker.warm_up(self.args, self.draw, self.classes)

    def go(self, number):
        digest = 0
        for draw in worker.draws(self.args, number, self.classes):
            digest = zlib.crc32(self.draw(*draw), digest)
        return "%08x" % digest


class Training:
    """Updates of the official Transformer, compiled whole: as org.maskgit.bench.TrainingTask."""

    def __init__(self, args):
        import jax
        import numpy
        import optax

        self.args = args
        _, transformers, _ = import_official(args.official)
        model = transformers.Transformer(
            vocab_size=2026, hidden_size=256, num_hidden_layers=6, num_attention_heads=8,
            intermediate_size=1024, max_position_embeddings=65)
        jnp = jax.numpy
        random = numpy.random.RandomState(1)
        self.tokens = random.randint(0, 1024, (TRAINING_BATCH, 64)).astype("int32")
        self.labels = random.randint(0, 1000, (TRAINING_BATCH, 1)).astype("int32") + 1024

        def masked(rng):
            ratio_rng, token_rng = jax.random.split(rng)
            ratio = jnp.cos(jax.random.uniform(ratio_rng, (TRAINING_BATCH, 1)) * jnp.pi / 2)
            mask = jax.random.uniform(token_rng, (TRAINING_BATCH, 64)) < ratio
            return mask

        def loss(params, rng, tokens, labels):
            mask_rng, dropout_rng = jax.random.split(rng)
            mask = masked(mask_rng)
            inputs = jnp.concatenate([labels, jnp.where(mask, -1, tokens)], axis=1)
            logits = model.apply(
                {"params": params}, inputs, deterministic=False, rngs={"dropout": dropout_rng})
            targets = optax.smooth_labels(jax.nn.one_hot(tokens, 2026), 0.1)
            entropy = optax.softmax_cross_entropy(logits[:, 1:], targets)
            return jnp.sum(entropy * mask) / jnp.maximum(jnp.sum(mask), 1)

        optimizer = optax.chain(
            optax.clip_by_global_norm(1.0),
            optax.adamw(
                optax.warmup_cosine_decay_schedule(0, 5e-4, 500, 20000), b1=0.9, b2=0.96, eps=1e-8,
                weight_decay=4.5e-2))

        def update(state, tokens, labels):
            params, slots, average, rng = state
            rng, own = jax.random.split(rng)
            gradients = jax.grad(loss)(params, own, tokens, labels)
            updates, slots = optimizer.update(gradients, slots, params)
            params = optax.apply_updates(params, updates)
            average = jax.tree_util.tree_map(lambda a, p: 0.999 * a + 0.001 * p, average, params)
            return params, slots, average, rng

        rng = jax.random.PRNGKey(0)
        example = numpy.concatenate([self.labels, self.tokens], axis=1)
        params = model.init({"params": rng, "dropout": rng}, example)["params"]
        copy = jax.tree_util.tree_map(jnp.copy, params)
        self.state = (params, optimizer.init(params), copy, rng)
        self.update = jax.jit(update, donate_argnums=0)

    def step(self):
        import jax

        self.state = self.update(self.state, self.tokens, self.labels)
        jax.block_until_ready(self.state)

    def warm_up(self):
        self.step()
        self.step()

    def go(self, number):
        for _ in range(TRAINING_STEPS):
            self.step()
        return "-"


def version(task):
    import flax
    import jax

    return "JAX %s, Flax %s, %s" % (jax.__version__, flax.__version__, task.args.mode)


if __name__ == "__main__":
    worker.run(parse(), lambda args: (Training if args.work == "training" else Generation)(args), version)
