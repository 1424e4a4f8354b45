#!/bin/sh
# make.sh FOLDER: installs Debian's WordPress (packages wordpress, php-cli, php-mysql, mariadb-server) in the empty FOLDER, without
# a network, fills it with an invented Bangla paper and exports that by WordPress' own export_wp() to FOLDER/paper.xml; its uploads
# lie in FOLDER/site/wp-content/uploads. For tests/wire/moving/test_real_wordpress.py (HARKARA_FOREIGN/wordpress).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1" && cd "$1"
folder=$(pwd)
cp -RL /usr/share/wordpress site
mkdir -p site/wp-content/uploads db
mariadb-install-db --no-defaults --datadir="$folder/db" --auth-root-authentication-method=normal --user="$(id -un)" >install.log 2>&1
mariadbd --no-defaults --datadir="$folder/db" --socket="$folder/db.sock" --skip-networking --pid-file="$folder/db.pid" \
  --user="$(id -un)" >db.log 2>&1 &
server=$!
trap 'kill $server' EXIT
n=0
until mariadb --no-defaults --socket="$folder/db.sock" -u root -e 'CREATE DATABASE IF NOT EXISTS paper CHARACTER SET utf8mb4' 2>/dev/null; do
  n=$((n + 1)); [ $n -lt 60 ] || { echo "MariaDB does not start: see $folder/db.log" >&2; exit 1; }
  sleep 1
done
cat >site/wp-config.php <<EOF
<?php
define('DB_NAME', 'paper'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:$folder/db.sock');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', ''); define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);
define('WP_CONTENT_DIR', '$folder/site/wp-content'); define('AUTH_KEY', 'none');
\$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', '$folder/site/');
require_once ABSPATH . 'wp-settings.php';
EOF
php -d error_reporting=0 -d memory_limit=512M "$here/paper.php" "$folder"
echo "$folder/paper.xml"
