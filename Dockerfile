# The judge with its harness already built: `docker run --rm -v "$PWD:/work" greenroom check repos/*`.
# docs/ci.md says which options of `docker run` the full sandbox needs.
FROM rust:1.95-slim-bookworm AS build
WORKDIR /judge
COPY Cargo.toml Cargo.lock build.rs README.md ./
COPY src src
COPY templates templates
COPY harness harness
COPY problems problems
COPY benches benches
COPY tests tests
RUN cargo install --locked --path . --root /opt/greenroom

FROM rust:1.95-slim-bookworm
COPY --from=build /opt/greenroom/bin/greenroom /usr/local/bin/greenroom
# The harness is compiled for the compiler of this very image.
ENV GREENROOM_CACHE=/var/cache/greenroom GREENROOM_DATA=/var/lib/greenroom
RUN greenroom setup
WORKDIR /work
ENTRYPOINT ["greenroom"]
CMD ["--help"]
