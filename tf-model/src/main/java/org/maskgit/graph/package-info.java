/**
 * Building TensorFlow graphs that read like Flax modules, and running them.
 *
 * <p>A {@link org.maskgit.graph.ModuleScope} stands for one module of a network: it names its
 * operations, declares its parameters under the keys of the official checkpoints, and remembers its
 * output, so that every intermediate value can be fetched by the name that Flax gives it. A {@link
 * org.maskgit.graph.ModelSession} owns a finished graph, its one long-lived session and the weights
 * in it.
 *
 * <p>An {@link org.maskgit.graph.Execution} says how it computes: on which {@link
 * org.maskgit.graph.Device}, by which {@link org.maskgit.graph.Kernels}, in which {@link
 * org.maskgit.graph.Precision}. {@link org.maskgit.graph.ServerCalls} end a call to a server that
 * is gone.
 *
 * <p>What is trained is the same network under a scope with another {@link
 * org.maskgit.graph.Precision} and {@link org.maskgit.graph.Dropout}; its {@link
 * org.maskgit.graph.Variable}s and the optimizer's go to and from checkpoints by a {@link
 * org.maskgit.graph.VariableTransfer}.
 *
 * <pre>{@code
 * Shape rows = Shape.of(-1, config.positions());
 * ModelSession model =
 *     ModelSession.open(
 *         root -> {
 *           var ids = root.tf().withName("ids").placeholder(TInt32.class, Placeholder.shape(rows));
 *           Transformer.logits(root, config, ids, 1024);
 *         },
 *         "the transformer",
 *         weights,
 *         Execution.PORTABLE);
 * }</pre>
 */
package org.maskgit.graph;
