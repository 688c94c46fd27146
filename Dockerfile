# Two stages: the packages are built in the first, the second runs them as an ordinary user.
FROM python:3.11-slim AS build
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 nastavnik && mkdir /data && chown nastavnik /data
COPY --from=build /venv /venv
WORKDIR /app
COPY pyproject.toml ./
COPY bot ./bot
COPY handlers ./handlers
COPY services ./services
COPY models ./models
COPY migrations ./migrations
USER nastavnik
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DATA_DIR=/data HTTP_HOST=0.0.0.0
VOLUME /data
EXPOSE 8080
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/health', timeout=3)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
