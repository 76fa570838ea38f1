#!/bin/sh
# Regenerates the tables of docs/results.md that need only the model that ships: prints them as
# Markdown, each behind the command that made it. Begun again, it goes on where it stopped;
# only speed is timed anew.
#
#   tools/results.sh REAL_PICTURES FEATURES.pb WORK_FOLDER [COUNT]
#
# REAL_PICTURES is the folder that 'maskgit emoji-folder' makes (train and held-out in it),
# FEATURES.pb EfficientNet-Lite0 with its preparation inside. EXPERIMENTS may be set to another list.
set -eu

data=$1
features=$2
work=$3
count=${4:-160}
maskgit=${MASKGIT:-$(dirname "$0")/maskgit}

for experiment in ${EXPERIMENTS:-samplers guidance schedules steps speed}; do
  if [ "$experiment" = speed ]; then # samples nothing, scores nothing
    printf '\n```sh\ntools/maskgit reproduce speed --model shipped\n```\n\n'
    "$maskgit" reproduce speed --model shipped --work "$work" --quiet
    continue
  fi
  printf '\n```sh\ntools/maskgit reproduce %s --model shipped --features efficientnet_lite0_frozen.pb \\\n  --reference emoji/train --count %s\n```\n\n' \
    "$experiment" "$count"
  "$maskgit" reproduce "$experiment" --model shipped --features "$features" --reference "$data/train" \
    --count "$count" --work "$work" --quiet
done
