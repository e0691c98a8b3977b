"""An operator of kopf: an oven bakes its loaves, and says so in as many ways as kopf has."""

import kopf


@kopf.on.startup()
def configure(settings, **_):
    settings.persistence.finalizer = "bakers.example.com/oven"
    settings.watching.server_timeout = 60


@kopf.index("configmaps", labels={"recipe": kopf.PRESENT})
def recipes(labels, body, **_):
    return {labels["recipe"]: body["data"]["bread"]}


@kopf.on.create("ovens")
def light(spec, patch, retry, recipes: kopf.Index, **_):
    if retry == 0:
        raise kopf.TemporaryError("the oven is cold", delay=0.1)
    [bread] = recipes.get("bread", ["nothing"])
    patch.status["baked"] = f"{spec['loaves']} {bread}"
    return {"tries": retry + 1}


@kopf.on.update("ovens", field="spec.loaves")
def bake(old, new, body, patch, **_):
    patch.status["baked"] = f"{new} after {old}"
    kopf.info(body, reason="Baked", message=f"{new} loaves, and no longer {old}")


@kopf.timer("ovens", interval=0.2)
def tick(patch, status, **_):
    if status.get("ticks", 0) < 3:
        patch.status["ticks"] = status.get("ticks", 0) + 1


@kopf.daemon("ovens", cancellation_timeout=5)
async def watch(stopped, body, **_):
    kopf.info(body, reason="Watched", message="somebody is there")
    await stopped.wait()


@kopf.on.delete("ovens")
def cool(body, **_):
    kopf.info(body, reason="Cooled", message="it is cold again")
