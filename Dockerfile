# Builds on any Node that npm runs on; what is built, and what runs it, is the Node that package.json pins and the tests ran on.
FROM node:24-bookworm-slim AS build
WORKDIR /civ8s
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run image -- /image --with-node

# libc, libstdc++ and CA certificates; no shell, no package manager.
FROM gcr.io/distroless/cc-debian12
COPY --from=build /image/usr/local/bin/node /usr/local/bin/node
COPY --from=build /image/app /app
ENV NODE_ENV=production
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/node", "/app/package/civ.cjs"]
