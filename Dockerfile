# syntax=docker/dockerfile:1
FROM node:22-bookworm-slim AS browser
WORKDIR /srv/hub
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HUB_DATA_DIR=/data HUB_HOST=0.0.0.0 PATH=/srv/venv/bin:$PATH
WORKDIR /srv/hub
COPY requirements.txt ./
RUN python -m venv /srv/venv && pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
COPY --from=browser /srv/hub/node_modules ./node_modules
# Meilisearch runs beside this image (compose.yaml); the copy that npm brought is for hubs on one machine.
RUN python -c "from hub.pages.assets import install_vendor; install_vendor()" && rm -rf node_modules \
    && useradd --system --uid 10001 --home-dir /data hub && install -d -o hub -g hub /data
USER hub
VOLUME /data
EXPOSE 8000 9464
ENTRYPOINT ["python", "-m", "hub"]
CMD ["web"]
