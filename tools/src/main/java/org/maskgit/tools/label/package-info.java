/**
 * The names of the 1000 ImageNet classes and how a person may write them.
 *
 * <p>The list is {@code imagenet-1k.txt}: one name a line, in the order of the class indices
 * (ILSVRC 2012), as torchvision publishes it in {@code torchvision/models/_meta.py} ({@code
 * _IMAGENET_CATEGORIES}, version 0.29, BSD 3-clause). No name holds a comma.
 */
package org.maskgit.tools.label;
