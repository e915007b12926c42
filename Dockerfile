# The registry's server, for use with a Neo4j server: see docker-compose.yml.

FROM python:3.11-slim AS build
WORKDIR /build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
COPY requirements/runtime.lock requirements/build.lock requirements/
# The environment that is shipped has no pip of its own.
RUN python -m venv --without-pip /opt/isa \
    && pip --python /opt/isa/bin/python install --require-hashes --no-deps -r requirements/runtime.lock \
    && pip install --require-hashes --no-deps -r requirements/build.lock
COPY pyproject.toml README.md LICENSE ./
COPY alerts alerts
COPY api api
COPY graph graph
COPY ingest ingest
COPY queries queries
RUN pip wheel --no-deps --no-build-isolation --wheel-dir wheels . \
    && pip --python /opt/isa/bin/python install --no-deps wheels/*.whl \
    && /opt/isa/bin/python -m compileall -q /opt/isa/lib

FROM python:3.11-slim
RUN python -m pip uninstall --yes --quiet --root-user-action=ignore setuptools wheel pip \
    && install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /opt/isa /opt/isa
ENV PATH=/opt/isa/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp \
    ISA_HOST=0.0.0.0 ISA_PORT=8000 ISA_DATA_DIR=/data
USER 10001:10001
WORKDIR /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
ENTRYPOINT ["isa"]
CMD ["serve"]
