# jixiao with everything it uses. Reports come in, published tables go out by volumes:
#   docker build -t jixiao .
#   docker run --rm -v /srv/reports:/reports:ro -v /srv/jixiao:/published jixiao refresh /reports --data /published
FROM python:3.12-slim-trixie
RUN apt-get update && apt-get install -y --no-install-recommends make gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/jixiao
COPY . .
# Tests and tools of developers stay out.
RUN make setup EXTRAS=charts,ocr,dask
ENV PATH=/opt/jixiao/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1
ENTRYPOINT ["jixiao"]
CMD ["doctor"]
