"""The endpoints: one module for each resource, each a thin door to the queries and actions below.

To add a resource:

1. shapes of what comes in and goes out in `schemas/`, values in `presenters/`;
2. a module here with `router = Router(tags=["…"])` and views that take `request`, what stands in the address, and a
   schema. Say `**reading({200: Shape})` or `**writing({201: Shape}, may=…)` where a view is put on the router: that
   settles who may, and documents every answer. `request.scope` and `request.token` are set; answer with `answer(…)`,
   refuse with `raise Refusal(…)`. All methods of one address stand in one module;
3. the module's name in `RESOURCES` in `views/service.py`;
4. `brobygger openapi`, which writes docs/reference/openapi.json anew.

POST takes an `Idempotency-Key` without further ado. What lower apps raise is told in `views/problems.py`.
"""
