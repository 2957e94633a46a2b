#!/bin/bash
# Nightly at 02:30 local time: a dump that is one moment of the whole database, checked before it counts, and the
# photos. `backup.sh now` makes one at once. Old ones go after KEEP_DAYS.
set -euo pipefail
umask 077

# The day is in the name, so a copied file keeps its age.
forget_before() {
  local old day
  for old in /backups/yihu-*.sql.gz; do
    day=${old#/backups/yihu-}
    day=${day%%-*}
    if [[ $day =~ ^[0-9]{8}$ && $day < $1 ]]; then rm -f "$old" "$old.sha256"; fi
  done
}

one() {
  local stamp file
  stamp=$(date +%Y%m%d-%H%M%S)
  file=/backups/yihu-$stamp.sql.gz
  MYSQL_PWD=$MYSQL_ROOT_PASSWORD mysqldump -h mysql -u root --single-transaction --quick --hex-blob \
    --no-tablespaces --set-gtid-purged=OFF yihu | gzip > "$file.part"
  # A dump that was cut off lacks its last line.
  [[ $(gzip -dc "$file.part" | tail -n 1) == '-- Dump completed'* ]] || {
    echo 'backup: dump is incomplete' >&2
    return 1
  }
  mv "$file.part" "$file"
  sha256sum "$file" > "$file.sha256"
  # Photos are only ever added: a copy of what is new is enough, and it must come after the dump that names them.
  mkdir -p /backups/store
  cp -ru /store/. /backups/store/
  forget_before "$(date -d "${KEEP_DAYS:-30} days ago" +%Y%m%d)"
  echo "backup: $file"
}

if [ "${1:-}" = now ]; then
  one
  exit
fi
while :; do
  next=$(date -d '02:30' +%s)
  [ "$next" -gt "$(date +%s)" ] || next=$(date -d 'tomorrow 02:30' +%s)
  sleep $((next - $(date +%s)))
  one || echo 'backup: FAILED' >&2
done
