#!/usr/bin/env bash
# Installs the system packages that are missing and says why each is needed: deploy/packages.sh run|test|bench
# As root it installs at once, otherwise it shows the line first and asks sudo. For Debian 12 and Ubuntu LTS.
set -euo pipefail
cd "$(dirname "$0")/.."

library() { PATH=$PATH:/sbin:/usr/sbin ldconfig -p | grep -qF "$1"; }
has_venv() { "$(deploy/python.sh)" -c 'import ensurepip, venv' 2>/dev/null; }
has_chromium() { command -v "${CHROMIUM:-chromium}" >/dev/null; }
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
has_libreoffice() { command -v soffice >/dev/null; }

need() { # need PACKAGE REASON TEST...: the package is missing when the test fails
    "${@:3}" || { missing+=("$1"); reasons+=("  $1 — $2"); }
}

look() {
    missing=() reasons=()
    need python3 "Python 3.11 или новее" deploy/python.sh >/dev/null
    need python3-venv "отдельное окружение Python для портала" has_venv
    need libpango-1.0-0 "строки и абзацы в PDF (WeasyPrint)" library libpango-1.0.so.0
    need libpangoft2-1.0-0 "шрифты в PDF (WeasyPrint)" library libpangoft2-1.0.so.0
    need libharfbuzz-subset0 "в PDF попадают только нужные буквы шрифта (WeasyPrint)" library libharfbuzz-subset.so.0
    case $1 in test)
        need chromium "проверки в настоящем браузере" has_chromium
        need postgresql "тот же набор проверок на PostgreSQL" has_postgres ;;
    bench)
        need libreoffice-writer-nogui "с чем сравнивается скорость печати" has_libreoffice ;;
    esac
}

install() {
    local line=(apt-get install -y --no-install-recommends "${missing[@]}")
    echo "Не хватает системных пакетов:"
    printf '%s\n' "${reasons[@]}"
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        echo "Нужны права администратора: sudo ${line[*]}"
        command -v sudo >/dev/null || { echo "Команды sudo нет: выполните эту строку от имени root." >&2; exit 1; }
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${line[@]}"
}

look "$1"
[ ${#missing[@]} = 0 ] && exit
install
look "$1"
[ ${#missing[@]} = 0 ] && exit
echo "После установки всё ещё не хватает:" >&2
printf '%s\n' "${reasons[@]}" >&2
echo "Портал работает на Debian 12 и Ubuntu 24.04 или новее (на Ubuntu 22.04 поставьте сами python3.11-venv)." >&2
exit 1
