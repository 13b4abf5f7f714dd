# Needs python3 (3.11 or newer) with pip, make and git. Everything else goes into .venv.
.DEFAULT_GOAL := help
.PHONY: help setup wheels ingest test lint format docs messages samples accuracy datapackage

VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.ready
COMPILED := $(VENV)/.compiled
PACKAGES := normalizers extractors pipeline
EXTRAS := dev,charts,dagster,dask,ocr
comma := ,

# make setup WHEELS=DIR: packages come from that folder and from nowhere else.
ifdef WHEELS
export PIP_NO_INDEX := 1
export PIP_FIND_LINKS := $(abspath $(WHEELS))
endif

# What is said below is said in the language that jixiao speaks (docs/configuration.md).
ifneq (,$(filter zh% C C.% POSIX,$(or $(JIXIAO_LANG),$(LC_ALL),$(LC_MESSAGES),$(LANG),C)))
define HELP
make ingest      读取 data/raw 下的全部 PDF（没有时读示例），写入 data/parquet，然后比较各城市补贴比例
make test        检查代码风格、类型、导入规则并运行测试
make setup       创建 .venv 并安装 jixiao（其他命令会自动执行）
make wheels      把全部软件包下载到 wheels 目录，供无网络时 make setup WHEELS=wheels
make lint        只检查代码风格、类型和导入规则
make format      按统一风格整理代码
make docs        重新执行文档中的命令，写下其输出
make messages    列出程序的各种提示以供翻译，并编译中文
make accuracy    有 ../shared/corpus 时，用它给各读取程序评分
make datapackage 用 frictionless 检验导出的数据包
make samples     重新排版 data/samples 和 tests/reports 中的示例报告
endef
INSTALLING := 正在把软件包安装到 $(VENV)，只需一次，约几分钟
OLD_PYTHON := jixiao 需要 Python 3.11 或更新版本；这里的 python3 是：
NAME_PYTHON := 请安装，或指明其位置：make setup PYTHON=/路径/python3.12
NO_EXTRA := 此处无法安装以下组件，影响见 $(BIN)/jixiao doctor：
TO_TYPE := 要在当前终端直接使用 jixiao 命令，请执行：
else
define HELP
make ingest   read every PDF in data/raw (the samples while it has none) into data/parquet, then compare subsidy ratios
make test     style, types, import rules and tests
make setup    create .venv and install jixiao (the others do this themselves)
make wheels   put all packages into the folder wheels, for make setup WHEELS=wheels without a network
make lint     style, types and import rules only
make format   rewrite the code in the house style
make docs     type the commands on the pages again and write down what they print
make messages  list what the program says for translation, and compile the Chinese
make accuracy score the readers on ../shared/corpus, when it is there
make datapackage  have an export judged by frictionless
make samples  typeset the sample reports in data/samples and tests/reports again
endef
INSTALLING := installing packages into $(VENV): some minutes, once
OLD_PYTHON := jixiao needs Python 3.11 or newer; python3 here is:
NAME_PYTHON := Install one, or name it: make setup PYTHON=/path/to/python3.12
NO_EXTRA := This extra does not install here; $(BIN)/jixiao doctor says what that means:
TO_TYPE := To type jixiao in this shell:
endif
export HELP

help:
	@echo "$$HELP"

setup: $(READY) $(COMPILED)

# Made once; made again when pyproject.toml changes. `venv` without pip serves systems that split
# ensurepip off (Debian's python3-venv): their own pip then installs pip into the environment.
# Compiling beforehand serves where PYTHONDONTWRITEBYTECODE is set: half a second of every run.
$(READY): pyproject.toml
	@set -e; \
	good='import sys; sys.exit(sys.version_info < (3, 11))'; \
	if ! { $(BIN)/python -c "$$good" && $(BIN)/python -m pip --version; } >/dev/null 2>&1; then \
	  python=; \
	  for name in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	    if $$name -c "$$good" 2>/dev/null; then python=$$name; break; fi; \
	  done; \
	  if [ -z "$$python" ]; then \
	    echo "$(OLD_PYTHON) $$(python3 --version 2>&1 || true)" >&2; \
	    echo "$(NAME_PYTHON)" >&2; \
	    exit 1; \
	  fi; \
	  rm -rf $(VENV); \
	  $$python -m venv $(VENV) >/dev/null 2>&1 || { \
	    rm -rf $(VENV); \
	    $$python -m venv --without-pip $(VENV); \
	    $$python -m pip --python $(BIN)/python install --quiet pip; \
	  }; \
	fi
	@echo "$(INSTALLING)"
	@install='$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable'; \
	$$install '.[$(EXTRAS)]' 2>/dev/null || { \
	  $$install .; \
	  for extra in $(subst $(comma), ,$(EXTRAS)); do \
	    $$install ".[$$extra]" || echo "$(NO_EXTRA) $$extra" >&2; \
	  done; \
	}
	@$(BIN)/python -m compileall -q $(PACKAGES)
	@touch $@

# The loops over characters and paths, where there is a C compiler; without one, Python does the same.
$(COMPILED): extractors/bulk.c | $(READY)
	@$(BIN)/python -m extractors.bulk
	@touch $@

# Exit code 2 says that some documents failed; the others are published and worth comparing.
ingest: setup
	@code=0; $(BIN)/jixiao ingest || code=$$?; \
	if [ $$code -eq 0 ] || [ $$code -eq 2 ]; then $(BIN)/jixiao query subsidy_ratios; fi; \
	command -v jixiao >/dev/null || printf '\n%s . %s/activate\n' '$(TO_TYPE)' $(BIN); \
	exit $$code

# For a machine of the same system and Python without a network; hatchling and editables build jixiao itself there.
wheels: setup
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --wheel-dir wheels '.[$(EXTRAS)]' pip hatchling editables
	@rm -f wheels/jixiao-*.whl

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest --numprocesses auto --dist loadfile

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: setup
	$(BIN)/jixiao schema --lang en --format markdown > docs/data-dictionary.md
	$(BIN)/python -m scripts.commands_page > docs/commands.md
	$(BIN)/python -m scripts.run_docs

messages: setup
	$(BIN)/python -m scripts.messages

samples: setup
	$(BIN)/python -m scripts.make_samples
	$(BIN)/python -m scripts.make_samples --reports
	$(BIN)/python -m scripts.make_samples --traps

# Its judge brings 38 packages, so it lives in an environment of its own.
datapackage: setup
	@test -x $(VENV)/frictionless/bin/frictionless || { \
	  $(BIN)/python -m venv --without-pip $(VENV)/frictionless; \
	  $(BIN)/python -m pip --python $(VENV)/frictionless/bin/python install --quiet 'frictionless>=5.21'; \
	}
	FRICTIONLESS=$(CURDIR)/$(VENV)/frictionless/bin/frictionless $(BIN)/pytest tests/integration/test_datapackage.py

accuracy: setup
	$(BIN)/python -m scripts.accuracy
