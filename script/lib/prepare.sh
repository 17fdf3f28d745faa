# Sourced by the scripts in script/. Goes to the repository's root and makes .venv/ hold what the locks say.
# `prepare runtime` is enough to run the product; `prepare development` adds the test tools.
# A stamp in .venv/ remembers what was installed, so that only a changed lock costs time or needs the network.

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
export PATH="$PWD/.venv/bin:$PATH"
unset DJANGO_SETTINGS_MODULE PYTHONHOME PYTHONPATH

step() { printf '\n== %s\n' "$*"; }
stop() { printf '%s\n' "$@" >&2; exit 1; }

find_python() {
    local name
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    stop "Brobygger needs Python 3.11 or newer, and ${PYTHON:-python3} is $("${PYTHON:-python3}" --version 2>&1 || true)." \
        "Install one, or say where it is: PYTHON=/path/to/python3.12 $0"
}

# make_venv FOLDER, from the repository's root.
make_venv() {
    local python
    # A virtual environment knows its own path: one that was moved here, or lost its Python, is made anew.
    if [ -x "$1/bin/python" ] && "$1/bin/python" -c '' 2>/dev/null && grep -qF "$PWD/$1" "$1/bin/activate"; then
        return
    fi
    python=$(find_python)
    [ ! -L "$1" ] || stop "$1 is a link to another folder, which would be emptied. Remove the link and try again."
    step "Making $1/ with $("$python" --version)"
    "$python" -m venv --clear "$1" || {
        rm -rf "$1"
        stop "Python's venv module does not work. On Debian and Ubuntu it is a package: apt-get install python3-venv"
    }
}

prepare() {
    local sets=runtime locks="base build" wanted name
    [ "$1" = runtime ] || { sets="runtime development"; locks="base build dev"; }
    make_venv .venv
    wanted=$(cat pyproject.toml requirements/*.txt | cksum)
    if [ "$(cat ".venv/.prepared-$1" 2>/dev/null)" = "$wanted" ]; then return; fi

    step "Installing the locked packages into .venv/ (the first time this downloads them)"
    for name in $locks; do
        pip_install --require-hashes --only-binary :all: --requirement "requirements/$name.txt"
    done
    pip_install --no-deps --no-build-isolation --editable .
    for name in $sets; do echo "$wanted" >".venv/.prepared-$name"; done
}

# Harmoni has an environment of its own: the product must not carry a compiler.
# `prepare_harmoni runtime` is enough to run it; without a word it adds the test tools.
prepare_harmoni() {
    local wanted name folder=packages/harmoni stamps=".prepared-runtime .prepared"
    local locks="requirements/build $folder/requirements/base $folder/requirements/dev"
    [ "${1:-}" != runtime ] || { stamps=.prepared-runtime; locks="requirements/build $folder/requirements/base"; }
    make_venv $folder/.venv
    wanted=$(cat $folder/pyproject.toml $folder/requirements/*.txt requirements/build.txt | cksum)
    if [ "$(cat "$folder/.venv/${stamps##* }" 2>/dev/null)" = "$wanted" ]; then return; fi

    step "Installing Harmoni's locked packages into $folder/.venv/ (the first time this downloads them)"
    (
        export PATH="$PWD/$folder/.venv/bin:$PATH"
        for name in $locks; do
            pip_install --require-hashes --only-binary :all: --requirement "$name.txt"
        done
        pip_install --no-deps --no-build-isolation --editable $folder
    )
    for name in $stamps; do echo "$wanted" >"$folder/.venv/$name"; done
}

# A command in Harmoni's folder, with its environment.
in_harmoni() { (cd packages/harmoni && PATH="$PWD/.venv/bin:$PATH" "$@"); }

pip_install() {
    python -m pip install --quiet --quiet --disable-pip-version-check --no-input "$@" ||
        stop "" "The packages could not be installed. The first time, this needs a network that reaches a Python" \
            "package index (or pip's own settings pointing at one). Nothing else was changed; run the script again."
}
