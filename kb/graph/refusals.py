"""Why a server does not let us in or does not let us write, said so that its owner can help."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from neo4j.exceptions import AuthError, DriverError, Neo4jError

from kb.errors import GraphAwayError, GraphError
from kb.text import Text

_FORBIDDEN = "Neo.ClientError.Security.Forbidden"
_EXPIRED = "Neo.ClientError.Security.CredentialsExpired"
_READ_ONLY_DATABASE = (
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
)
_CHECKED = "+s://"  # the machine has to know who signed the certificate
_ANY = "+ssc://"


def refusal(problem: Neo4jError | DriverError, where: str, *, building: bool) -> GraphError | None:
    """Name a refusal of whoever we are; None where the problem is another one."""
    code = problem.code if isinstance(problem, Neo4jError) else ""
    if isinstance(problem, DriverError):
        return _certificate(problem, where) if _CHECKED in where else None
    if code == _EXPIRED:
        return _expired(where)
    if isinstance(problem, AuthError) and code != _FORBIDDEN:
        return _wrong_password(where)
    if code in _READ_ONLY_DATABASE:
        return _read_only(where)
    return _too_few_rights(problem, where) if building and code == _FORBIDDEN else None


def first_line(problem: BaseException) -> str:
    """Give the first line of what was said, or the kind of the problem."""
    text = (problem.message if isinstance(problem, Neo4jError) else str(problem)) or ""
    return text.strip().splitlines()[0][:300] if text.strip() else type(problem).__name__


def _wrong_password(where: str) -> GraphError:
    return GraphError(
        Text("グラフのサーバに入れません。", "The graph server does not let us in."),
        expected="NEO4J_USERNAME, NEO4J_PASSWORD",
        where=where,
        remedy=Text("名前とパスワードを確かめてください。", "Check the name and the password."),
    )


def _expired(where: str) -> GraphError:
    return GraphError(
        Text(
            "このパスワードは、まず変更しなければ使えません。",
            "This password must be changed before it can be used.",
        ),
        where=where,
        remedy=Text(
            "Neo4j で ALTER CURRENT USER SET PASSWORD を実行し、新しいパスワードを"
            "NEO4J_PASSWORD に設定してください。",
            "Run ALTER CURRENT USER SET PASSWORD in Neo4j, then set NEO4J_PASSWORD to the new one.",
        ),
    )


def _certificate(problem: DriverError, where: str) -> GraphError:
    """Speak of the certificate: the driver does not always tell why it could not connect."""
    known = any(isinstance(one, ssl.SSLCertVerificationError) for one in _causes(problem))
    what = (
        Text("サーバの証明書を確かめられません。", "The server's certificate cannot be verified.")
        if known
        else Text("グラフのサーバに届きません。", "The graph server cannot be reached.")
    )
    own = where.partition(_CHECKED)[0] + _ANY
    return GraphAwayError(
        what,
        found=first_line(problem),
        where=where,
        remedy=Text(
            f"サーバが動いているかを確かめてください。自己署名の証明書なら、NEO4J_URI を {own} で"
            "始めるか、証明書をこの機械に信頼させてください。",
            f"See that the server runs. If it signs its own certificate, begin NEO4J_URI with {own} "
            "or have this machine trust that certificate.",
        ),
    )


def _causes(problem: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = problem
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def _read_only(where: str) -> GraphError:
    return GraphError(
        Text("このデータベースは読み取り専用です。", "This database may only be read."),
        where=where,
        remedy=Text(
            "サーバの server.databases.read_only を変えるか、書き込めるデータベースを"
            "NEO4J_DATABASE に指定してください。何も失われていません。",
            "Change server.databases.read_only on the server, or give a database in NEO4J_DATABASE "
            "that can be written. Nothing was lost.",
        ),
    )


def _too_few_rights(problem: Neo4jError, where: str) -> GraphError:
    return GraphError(
        Text(
            "この利用者の権限では、グラフを描けません。",
            "This user's rights are too small to build the graph.",
        ),
        expected=Text(
            "読み書き、新しいラベル・関係・属性の作成、制約の作成(Neo4j の役割 architect)",
            "reading, writing, new labels, relations and properties, and making a constraint "
            "(Neo4j's role architect)",
        ),
        found=first_line(problem),
        where=where,
    )
