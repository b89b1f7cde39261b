//! A service's routes: for each its handler and its page of the OpenAPI document, in one list, so that
//! neither can be without the other.

use crate::openapi::Operation;
use axum::Router;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter};
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer, ExposeHeaders};

use crate::audit::audit;
use crate::envelope::{no_method, no_route};
use crate::recorder::Recorder;

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Anyone.
    Nobody,
    /// A token.
    Token,
    /// A link signed for a token.
    Link,
    /// A person.
    Person,
    /// One who runs the service.
    Admin,
    /// A secret scanner.
    Scanner,
}

/// One method of one path.
pub(crate) struct Route<S> {
    pub method: Method,
    pub path: &'static str,
    pub known: Known,
    /// Its page of the document, which is not made until someone reads it.
    pub operation: Box<dyn FnOnce() -> Operation>,
    pub handler: MethodRouter<S>,
}

/// The router of these routes, each path with an answer to methods that it does not know.
pub(crate) fn router<S: Clone + Send + Sync + 'static>(routes: Vec<Route<S>>, state: S) -> Router {
    let mut paths: Vec<(&'static str, Vec<Method>, MethodRouter<S>)> = Vec::new();
    for route in routes {
        match paths.iter_mut().find(|(path, ..)| *path == route.path) {
            Some((_, methods, handler)) => {
                methods.push(route.method);
                *handler = std::mem::take(handler).merge(route.handler);
            }
            None => paths.push((route.path, vec![route.method], route.handler)),
        }
    }
    let mut router = Router::new();
    for (path, methods, handler) in paths {
        let known = methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
        router = router.route(path, handler.fallback(async move || no_method(&known)));
    }
    router.with_state(state)
}

/// One or more services as one that answers every path, with the audit around all of it.
pub fn complete(services: Router, recorder: Recorder) -> Router {
    services.fallback(no_route).layer((from_fn_with_state(recorder, audit), cors()))
}

/// Every route of every service: method, path and who may call it.
#[must_use]
pub fn walk() -> Vec<(Method, &'static str, Known)> {
    fn of<S>(routes: Vec<Route<S>>) -> impl Iterator<Item = (Method, &'static str, Known)> {
        routes.into_iter().map(|route| (route.method, route.path, route.known))
    }
    of(crate::render::routes()).chain(of(crate::tokens::routes())).chain(of(crate::disputes::routes())).collect()
}

/// The filter of a method that routes of ours have.
pub(crate) fn filter(method: &Method) -> MethodFilter {
    MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET)
}

/// Pages may call from anywhere: a call's right is in its header, not in a cookie.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::any())
        .allow_methods(AllowMethods::mirror_request())
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(ExposeHeaders::list(
            crate::render::TOLD.into_iter().chain(crate::limits::TOLD).map(axum::http::HeaderName::from_static),
        ))
        .max_age(std::time::Duration::from_hours(1))
}
