# The worker, the city and every other `asb` command. No JVM, no compiler, no development tools.
FROM python:3.13-slim-bookworm AS packages
RUN python -m venv /venv
COPY requirements-image.lock .
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --only-binary :all: \
        --require-hashes -r requirements-image.lock

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin asb
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
COPY --from=packages /venv /venv
# Run from here: the import names are the folders (docs/decisions/0004).
WORKDIR /app
COPY . .
# The one folder that is written: the installation's secret and Faust's own files. Mount a volume there.
RUN install --directory --owner=asb --group=asb --mode=0700 .asb
USER 10001:10001
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "streams"]
CMD ["--help"]
