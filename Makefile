# Needs python3 (3.11 or newer) with pip, make and git. Everything else goes into .venv.
.DEFAULT_GOAL := help
.PHONY: help setup wheels lock sbom licences audit ingest test lint format docs messages samples accuracy datapackage

VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.ready
COMPILED := $(VENV)/.compiled
PACKAGES := normalizers extractors pipeline
EXTRAS := dev,charts,dagster,dask,ocr
comma := ,
NAMES = $(subst $(comma), ,$(EXTRAS))
# Releases and checksums of uv.lock, all of them, and nothing that would have to be built.
LOCKED := $(VENV)/locked.txt
HASHED := --no-deps --require-hashes --only-binary :all: --requirement $(LOCKED)

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
make lock        更新 uv.lock：依赖的最新版本及其校验值（需联网）
make licences    列出全部依赖的许可证；出现 GPL 或 AGPL 时报错
make sbom        写出 CycloneDX 格式的软件物料清单 sbom.json（首次需联网）
make audit       查询 uv.lock 中的版本有无已公布的漏洞（需联网）
endef
INSTALLING := 正在把软件包安装到 $(VENV)，只需一次，约几分钟
OLD_PYTHON := jixiao 需要 Python 3.11 或更新版本；这里的 python3 是：
NAME_PYTHON := 请安装，或指明其位置：make setup PYTHON=/路径/python3.12
NO_LOCK := uv.lock 在此处不适用（平台或 Python 版本不同，或缺少软件包），改为安装 pyproject.toml 允许的最新版本，不核对校验值：
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
make lock     bring uv.lock up to date: newest releases and their checksums (connected)
make licences  list the licence of every dependency; GPL and AGPL are refused
make sbom     write the software bill of materials sbom.json in CycloneDX (connected, the first time)
make audit    ask whether holes are known in the releases of uv.lock (connected)
endef
INSTALLING := installing packages into $(VENV): some minutes, once
OLD_PYTHON := jixiao needs Python 3.11 or newer; python3 here is:
NAME_PYTHON := Install one, or name it: make setup PYTHON=/path/to/python3.12
NO_LOCK := uv.lock does not serve here (another platform or Python, or a package is missing). Taking the newest releases that pyproject.toml allows, without checksums:
NO_EXTRA := This extra does not install here; $(BIN)/jixiao doctor says what that means:
TO_TYPE := To type jixiao in this shell:
endif
export HELP

help:
	@echo "$$HELP"

setup: $(READY) $(COMPILED)

# Made once; made again when pyproject.toml or the lock changes. `venv` without pip serves systems that split
# ensurepip off (Debian's python3-venv): their own pip then installs pip into the environment.
# Compiling beforehand serves where PYTHONDONTWRITEBYTECODE is set: half a second of every run.
# Packages are those of uv.lock, compared with their checksums, by uv where it is there (not from a folder of wheels,
# which is pip's), else by pip. Where the lock does not serve, as before there was one: what pyproject.toml allows.
$(READY): pyproject.toml uv.lock
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
	@pip='$(BIN)/python -m pip install --quiet --disable-pip-version-check'; \
	locked() { \
	  $(BIN)/python -m scripts.locked $(NAMES) > $(LOCKED) || return 1; \
	  { test -z '$(WHEELS)' && command -v uv >/dev/null && \
	    uv pip install --quiet --python $(BIN)/python $(HASHED) 2>/dev/null; } || $$pip $(HASHED) || return 1; \
	  $$pip --no-deps --no-build-isolation --editable .; \
	}; \
	locked 2>$(VENV)/locked.log || { \
	  echo "$(NO_LOCK) $$(grep -m 1 -i error $(VENV)/locked.log)" >&2; \
	  install="$$pip --editable"; \
	  $$install '.[$(EXTRAS)]' 2>/dev/null || { \
	    $$install .; \
	    for extra in $(NAMES); do \
	      $$install ".[$$extra]" || echo "$(NO_EXTRA) $$extra" >&2; \
	    done; \
	  }; \
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
	@pip='$(BIN)/python -m pip'; \
	$(BIN)/python -m scripts.locked $(NAMES) > $(LOCKED); \
	$$pip download --quiet --disable-pip-version-check --dest wheels $(HASHED) 2>$(VENV)/locked.log && \
	$$pip download --quiet --disable-pip-version-check --dest wheels pip || { \
	  echo "$(NO_LOCK) $$(grep -m 1 -i error $(VENV)/locked.log)" >&2; \
	  $$pip wheel --quiet --disable-pip-version-check --wheel-dir wheels '.[$(EXTRAS)]' pip hatchling editables; \
	  rm -f wheels/jixiao-*.whl; \
	}

# Each of these tools brings packages of its own, so they live in environments of their own.
TOOL = test -x $(VENV)/$(1)/bin/$(2) || { \
	  $(BIN)/python -m venv --without-pip $(VENV)/$(1); \
	  $(BIN)/python -m pip --python $(VENV)/$(1)/bin/python install --quiet --disable-pip-version-check '$(3)'; \
	}

lock: setup
	@$(call TOOL,uv,uv,uv>=0.13)
	$(VENV)/uv/bin/uv lock --upgrade

licences: setup
	@$(BIN)/python -m scripts.licences

sbom: setup
	@$(call TOOL,cyclonedx,cyclonedx-py,cyclonedx-bom>=7.5)
	$(VENV)/cyclonedx/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
	  --output-file sbom.json $(BIN)/python

# Strict: a package of which nothing could be asked is no answer.
audit: setup
	@$(call TOOL,audit,pip-audit,pip-audit>=2.10)
	@$(BIN)/python -m scripts.locked $(NAMES) > $(LOCKED)
	$(VENV)/audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement $(LOCKED)

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

datapackage: setup
	@$(call TOOL,frictionless,frictionless,frictionless>=5.21)
	FRICTIONLESS=$(CURDIR)/$(VENV)/frictionless/bin/frictionless $(BIN)/pytest tests/integration/test_datapackage.py

accuracy: setup
	$(BIN)/python -m scripts.accuracy
