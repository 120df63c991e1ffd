"""Clients of other companies' APIs are imported only in gateways, the factory and config.

A gateway gives a foreign API a timeout, a Protocol and our own errors. A service that calls httpx itself has none of the
three, and its tests need the network. The app may build clients in its lifespan.

Files in no layer are judged when the project has gateways and they lie in the application; scripts outside of it and
tests are exempt. A model that calls out is model-has-side-effects'.

```python bad app/services/rates.py
import httpx
```

```python good app/gateways/rates.py
import httpx
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import offences, side
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import Edge
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.unmapped import is_judged

SEVERITY = "warning"
REFERENCE = "patterns-examples.md#gateways"
SCOPE = "file"
OPTIONS: dict[str, list[str]] = {"clients": []}

_CLIENTS = frozenset(
    {
        "httpx",
        "httpx2",
        "aiohttp",
        "requests",
        "urllib3",
        "niquests",
        "boto3",
        "botocore",
        "aioboto3",
        "aiobotocore",
    }
    | {
        "redis",
        "aioredis",
        "valkey",
        "memcache",
        "aiomcache",
        "pymemcache",
        "motor",
        "pymongo",
        "elasticsearch",
    }
    | {
        "opensearchpy",
        "openai",
        "anthropic",
        "cohere",
        "mistralai",
        "groq",
        "litellm",
        "stripe",
        "paypalrestsdk",
    }
    | {
        "braintree",
        "adyen",
        "twilio",
        "sendgrid",
        "mailjet_rest",
        "postmarker",
        "resend",
        "mailchimp_marketing",
    }
    | {"slack_sdk", "telegram", "discord", "hubspot", "github", "gitlab", "aiosmtplib", "aiokafka", "kafka"}
    | {"confluent_kafka", "aio_pika", "pika", "nats", "grpc", "zeep", "minio", "algoliasearch", "meilisearch"}
    | {"googleapiclient", "google.cloud", "azure", "firebase_admin", "qdrant_client", "pinecone", "weaviate"}
)
_JUDGED = ("route", "dependencies", "error-handlers", "middleware", "schema", "controller", "service", "interface", "repository", "orm", "unit-of-work", "errors", "logging")  # fmt: skip
_GATEWAYS = frozenset({"gateway"})


def subjects(file: File) -> Iterable[File]:
    if file.layer in _JUDGED:
        return [file] if side(file) != "gateway" else []
    has_gateways = file.project.survey("places").has("layer gateway")
    return [file] if has_gateways and is_judged(file, _GATEWAYS) else []


def judge(file: File, project: Project) -> Iterator[Problem]:
    clients = _CLIENTS | frozenset(project.option("external-client-outside-gateway", "clients", ()))

    def is_client(edge: Edge) -> bool:
        first, _, rest = edge.target.dotted.partition(".")
        return edge.target.module is None and (
            first in clients or f"{first}.{rest.partition('.')[0]}" in clients
        )

    for offence in offences(file, is_client):
        yield problem(
            offence,
            f"{file.layer or 'application'} module `{file.name}` imports {offence.what}",
            "put the call behind a gateway with a Protocol, a timeout and our own errors",
            file.path,
        )
