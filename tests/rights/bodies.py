"""A body that an operation of the API accepts, made from its OpenAPI description."""

from functools import cache


@cache
def _described() -> dict:
    from duru.site.endpoints import api

    return api.get_openapi_schema()


def body_and_query(address: str, method: str) -> tuple[dict | None, dict]:
    """Return a valid body (None when there is none) and valid query parameters."""
    operation = _described()["paths"][address][method.lower()]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    query = {
        one["name"]: value_of(one["schema"])
        for one in operation.get("parameters", ())
        if one["in"] == "query" and one.get("required")
    }
    return (value_of(content["schema"]) if content else None), query


def value_of(schema: dict):
    """Return one value of a schema."""
    if "$ref" in schema:
        return value_of(_described()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    for choice in ("anyOf", "allOf", "oneOf"):
        if choice in schema:
            return value_of(schema[choice][0])
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        needed = schema.get("required", ())
        return {name: value_of(each) for name, each in schema.get("properties", {}).items() if name in needed}
    if kind == "array":
        return [value_of(schema["items"])] * schema.get("minItems", 0)
    if kind in ("integer", "number"):
        return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    if kind == "boolean":
        return False
    if schema.get("format") == "date":
        return "2026-11-20"
    if schema.get("format") == "date-time":
        return "2026-11-20T00:00:00+09:00"
    return "가" * max(schema.get("minLength", 1), 1)
