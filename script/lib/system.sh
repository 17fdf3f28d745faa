# Sourced by the scripts that need programs outside Python: where they are, and how they get here.

# Debian keeps PostgreSQL's server programs out of PATH, one folder for each version: the newest wins.
postgres_folder() {
    local folder
    folder=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    if [ -z "$folder" ]; then
        folder=$(command -v initdb) || return 1
        folder=$(dirname "$folder")
    fi
    [ -x "$folder/initdb" ] && [ -x "$folder/createdb" ] && echo "$folder"
}

chromium_path() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

fonts() { command -v fc-list >/dev/null && fc-list | grep -q .; }

# The Debian packages that are not here yet.
missing_packages() {
    chromium_path >/dev/null || echo chromium
    fonts || echo fontconfig fonts-dejavu-core
    postgres_folder >/dev/null || echo postgresql
    command -v pdftotext >/dev/null || echo poppler-utils
}

# Installs what is missing when it can (root, apt); otherwise names it. With CI=true a missing one is a failure.
require_packages() {
    local missing
    missing=$(missing_packages | xargs)
    if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        step "Installing system packages: $missing"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
        missing=$(missing_packages | xargs)
    fi
    if [ -n "$missing" ]; then
        step "Missing system packages: $missing"
        echo "Install them (Debian and Ubuntu: apt-get install $missing); the checks that need them are left out."
        [ "${CI:-}" != true ] || stop "CI=true: nothing may be left out."
    fi
}
