# Sourced by script/demo and script/server, after prepare.sh: everything between an installed and a running product.

state=${BROBYGGER_STATE:-var}

migrate() {
    step "Bringing the database up to date"
    brobygger migrate --noinput --verbosity 0
}

collect_static() {
    local stamp=$state/static/.collected
    if [ -e "$stamp" ] && [ -z "$(find src pyproject.toml requirements/base.txt \
        \( -path '*/static' -o -path '*/static/*' -o -name '*.toml' -o -name base.txt \) -newer "$stamp" -print -quit)" ]
    then
        return
    fi
    step "Collecting style sheets, scripts, fonts and icons"
    brobygger collectstatic --noinput --clear --verbosity 0
    mkdir -p "$state/static"
    touch "$stamp"
}

# Long work (imports) is done by a process of its own beside the server. It is begun anew when it dies, and ends by itself
# when the server has: `exec` keeps the server's number, and the worker watches it.
work_beside() {
    local server=$$
    (until brobygger work --beside "$server"; do sleep 5; done) &
}

# Two threads, because browsers open connections they do not use yet; no kept connections, because the worker that
# takes them takes all the work while the other is idle (measured in docs/performance.md). Loaded before the workers are
# forked, so that they share memory.
serve() {
    work_beside
    exec gunicorn brobygger.config.wsgi:application --workers 2 --threads 2 --keep-alive 0 --preload --log-level warning \
        --no-control-socket "$@"
}
