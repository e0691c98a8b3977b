"""An operator of kopf: an oven bakes its loaves, and says so in as many ways as kopf has."""

import kopf


@kopf.on.startup()
def configure(settings, **_):
    settings.posting.level = 20  # what is logged as information becomes an Event
    settings.persistence.finalizer = "bakers.example.com/kopf"


@kopf.index("configmaps", labels={"recipe": kopf.PRESENT})
def recipes(labels, body, **_):
    return {labels["recipe"]: body["data"]["bread"]}


@kopf.on.create("ovens")
def light(spec, patch, retry, recipes: kopf.Index, **_):
    if retry == 0:
        raise kopf.TemporaryError("the oven is cold", delay=0.1)
    [bread] = recipes.get("bread", ["none"])
    patch.status["baked"] = f"{spec['loaves']} {bread}"
    return {"tries": retry + 1}


@kopf.on.field("ovens", field="spec.loaves", old=kopf.PRESENT)
def bake(old, new, patch, **_):
    patch.status["baked"] = f"{new} after {old}"


@kopf.timer("ovens", interval=0.2)
def tick(patch, status, **_):
    patch.status["ticks"] = min(status.get("ticks", 0) + 1, 3)


@kopf.daemon("ovens", cancellation_timeout=5)
async def watch(stopped, patch, **_):
    patch.status["watched"] = True
    await stopped.wait()


@kopf.on.delete("ovens")
def cool(logger, **_):
    logger.info("it is cold again")
