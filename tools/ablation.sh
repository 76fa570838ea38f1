#!/bin/sh
# The paper's ablation of mask schedules over the number of steps, for any model: for each pair of
# schedule and steps as many samples of each class, scored against real pictures with a feature
# network. Prints a Markdown table of the unbiased kernel distance x 1000 (Fréchet distance beside
# it). Begun again, it goes on where it stopped.
#
#   tools/ablation.sh REAL_PICTURES FEATURES.pb WORK_FOLDER [SAMPLES_PER_CLASS]
#
# Model: the one that ships. Seed 1, no guidance. SCHEDULES and STEPS may be set to other lists.
set -eu

real=$1
features=$2
work=$3
each=${4:-10}
schedules=${SCHEDULES:-cosine linear square cubic sqrt log exp}
steps=${STEPS:-4 8 12}
maskgit=$(dirname "$0")/maskgit
labels=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15

for schedule in $schedules; do
  for t in $steps; do
    run=$work/$schedule-$t
    [ ! -f "$run.json" ] || continue
    mkdir -p "$run/all"
    "$maskgit" generate --label "$labels" --batch $((16 * each)) --schedule "$schedule" --steps "$t" \
      --seed 1 --output "$run/all" --quiet >/dev/null
    "$maskgit" evaluate --reference "$real" --images "$run" --size 64 --features-graph "$features" \
      --preset lite0 --metrics fid,kid --force --reference-cache "$work/reference-features" --quiet \
      --json >"$run.part"
    mv "$run.part" "$run.json"
  done
done

printf '| schedule |'
for t in $steps; do printf ' T = %s |' "$t"; done
printf '\n|---|'
for t in $steps; do printf -- '---|'; done
printf '\n'
for schedule in $schedules; do
  printf '| %s |' "$schedule"
  for t in $steps; do
    kid=$(sed -n 's/.*_kid": *\([-0-9.eE]*\).*/\1/p; s/.*_kd": *\([-0-9.eE]*\).*/\1/p' "$work/$schedule-$t.json" | head -n 1)
    fid=$(sed -n 's/.*_fd": *\([-0-9.eE]*\).*/\1/p' "$work/$schedule-$t.json" | head -n 1)
    awk -v k="$kid" -v f="$fid" 'BEGIN { printf " %.0f (%.0f) |", 1000 * k, f }'
  done
  printf '\n'
done
