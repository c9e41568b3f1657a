FROM python:3.11.14-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/dedup && /opt/dedup/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY dedup dedup
COPY events events
COPY matchers matchers
RUN /opt/dedup/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/dedup/bin/pip uninstall --yes pip

FROM python:3.11.14-slim-bookworm
RUN useradd --system --create-home --uid 10001 dedup && install -d -o dedup -g dedup /var/lib/dedup /exchange
COPY --from=build /opt/dedup /opt/dedup
USER 10001
ENV PATH=/opt/dedup/bin:$PATH DEDUP_STORE=/var/lib/dedup PYTHONDONTWRITEBYTECODE=1
VOLUME /var/lib/dedup
ENTRYPOINT ["dedup"]
CMD ["--help"]
