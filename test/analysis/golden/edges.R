# Where estimators break first: far tails, very unequal arms, zero and full cells, columns in very
# different units, separation with two peaks, early looks; and groups asked about contact.
source("common.R")
suppressPackageStartupMessages({ library(sandwich); library(clubSandwich); library(survival); library(MASS) })
tails <- c(1e-300, 1e-100, 1e-34, 1e-20, 1e-17, 1e-12, 1e-5, .02425, .0749, .3, .5, .7, .93, 1 - 1e-9)
# Score ratio: the closed root of Miettinen and Nurminen in 1 - p as well, bisected to the last bit.
score_rr <- function(x1, n1, x0, n0, l) { r <- exp(l)
  f <- function(q) { p <- 1 - q; x1 / p - (n1 - x1) * r / (1 - r + r * q) + x0 / p - (n0 - x0) / q }
  lo <- max(0, 1 - 1 / r); hi <- 1; for (i in 1:400) { m <- (lo + hi) / 2; if (m == lo || m == hi) break; if (f(m) > 0) hi <- m else lo <- m }
  q0 <- (lo + hi) / 2; p0 <- 1 - q0; p1 <- r * p0; q1 <- -expm1(l) + r * q0; v <- (p1 * q1 / n1 + r^2 * p0 * q0 / n0) * (n1 + n0) / (n1 + n0 - 1); (if (abs(l) < .5) x1 / n1 - x0 / n0 - expm1(l) * x0 / n0 else x1 / n1 - r * x0 / n0) / sqrt(v) }
bis <- function(f, a, b) { s <- f(a) > 0; for (i in 1:400) { m <- (a + b) / 2; if (m == a || m == b) break; if ((f(m) > 0) == s) a <- m else b <- m }; (a + b) / 2 }
ratio <- function(x1, n1, x0, n0, level) { z <- qnorm((1 - level) / 2, lower.tail = FALSE); g <- function(l) score_rr(x1, n1, x0, n0, l)
  mid <- if (x1 > 0 && x0 > 0) log(x1 / n1 / (x0 / n0)) else if (x1 > 0) 40 else -40
  list(treated = list(events = x1, participants = n1), control = list(events = x0, participants = n0), level = level,
       lower = if (x1 == 0) 0 else exp(bis(function(l) g(l) - z, mid - 60, mid)), upper = if (x0 == 0) NA else exp(bis(function(l) g(l) + z, mid, mid + 60))) }
ratios <- list(ratio(1, 8, 438, 690, .01), ratio(208, 196794, 1, 53445, .01), ratio(0, 1590594, 114002, 116337, .5), ratio(0, 1497528, 1, 7, .01), ratio(26506, 1324985, 0, 29, .5), ratio(3, 1e6, 5, 12, .95), ratio(40, 45, 44, 45, .8))
# Beta-binomial with arms of very different size, integrated over the quantiles of the surer one.
gl <- local({ k <- 60; b <- (1:(k - 1)) / sqrt(4 * (1:(k - 1))^2 - 1); J <- matrix(0, k, k); J[cbind(1:(k - 1), 2:k)] <- b; J[cbind(2:k, 1:(k - 1))] <- b; e <- eigen(J, symmetric = TRUE); list(x = e$values, w = 2 * e$vectors[1, ]^2) })
whole <- function(f, cuts) { s <- 0; for (j in 2:length(cuts)) { a <- cuts[j - 1]; b <- cuts[j]; if (b > a) s <- s + (b - a) / 2 * sum(gl$w * f((a + b) / 2 + (b - a) / 2 * gl$x)) }; s }
qs <- c(1e-14, 1e-9, 1e-5, .001, .02, .1, .3, .5, .7, .9, .98, .999, 1 - 1e-5, 1 - 1e-9, 1 - 1e-13)
bayes <- function(x1, n1, x0, n0) { p <- c(.5 + x1, .5 + n1 - x1); q <- c(.5 + x0, .5 + n0 - x0)
  # X less Y above s, over Y (the larger arm).
  P <- function(s) { cuts <- sort(unique(pmin(1, pmax(0, c(qbeta(qs, q[1], q[2]), -s, 1 - s))))); cuts <- sort(unique(asin(sqrt(c(0, cuts, 1))))); g <- function(t) exp(dbeta(sin(t)^2, q[1], q[2], log = TRUE) + log(2 * sin(t) * cos(t))); whole(function(t) { v <- g(t); v[!is.finite(v)] <- 0; v * pbeta(sin(t)^2 + s, p[1], p[2], lower.tail = FALSE) }, cuts) }
  list(treated = list(events = x1, participants = n1), control = list(events = x0, participants = n0), higher = P(0), lower = uniroot(function(s) 1 - P(s) - .025, c(-.999, .999), tol = 1e-13)$root, upper = uniroot(function(s) 1 - P(s) - .975, c(-.999, .999), tol = 1e-13)$root) }
# Strata whose summed deviation is below one half: R then leaves the correction out.
cmh <- array(c(5, 5, 6, 4, 10, 11, 7, 9), dim = c(2, 2, 2)); m1 <- mantelhaen.test(cmh, correct = TRUE)
# CR2 with a column in units of a millionth of another.
set.seed(41); n <- 120; d <- data.frame(g = rep(1:15, each = 8)); d$t <- d$g %% 2; d$x <- 40000 + 12000 * rnorm(n); d$z <- rnorm(n) / 1000; d$y <- rbinom(n, 1, plogis(-.3 + .4 * d$t)) + rep(rnorm(15) / 4, each = 8)
s <- d; s$x <- (d$x - 40000) / 12000; s$z <- d$z * 1000; m <- lm(y ~ t + x + z, s); V <- vcovCR(m, cluster = s$g, type = "CR2"); ct <- coef_test(m, vcov = V, cluster = s$g, test = "Satterthwaite")
# The same in the units of d: the intercept moves, so only slopes are compared.
cr2 <- list(data = d, se = unname(ct$SE[2:4]) / c(1, 12000, 1 / 1000), df = unname((if (!is.null(ct$df_Satt)) ct$df_Satt else ct$df)[2:4]))
# Firth: the penalised likelihood of these 14 people has two peaks; the higher one by several starts.
fx <- cbind(1, c(-.5, 0, -1.7, 2.1, -.7, 7.2, -1.3, -.3, -1.7, .4, -.7, .6, -.5, -5.4), c(1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0)); fy <- c(1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0)
pl <- function(b) { eta <- drop(fx %*% b); mu <- plogis(eta); sum(fy * eta - log1p(exp(eta))) + .5 * as.numeric(determinant(t(fx) %*% (mu * (1 - mu) * fx))$modulus) }
starts <- list(c(0, 0, 0), c(.4, 2.6, .6), c(-1, .5, 1), c(1, 4, 1)); fits <- lapply(starts, function(b) nlm(function(b) -pl(b), optim(b, function(b) -pl(b), method = "BFGS", control = list(reltol = 1e-16, maxit = 5000))$par, gradtol = 1e-13, steptol = 1e-13, iterlim = 1000)); best <- fits[[which.min(sapply(fits, function(f) f$minimum))]]
# Early looks: the first boundary is a normal quantile of next to nothing.
spend <- function(t, a) 4 * pnorm(qnorm(a / 4) / sqrt(t))
looks <- lapply(c(.02, .05, 1 / 30), function(t) list(fraction = t, z = -qnorm(spend(t, .05) / 2)))
close <- local({ t <- c(.3, .3005, 1); z <- -qnorm(spend(t[1], .05) / 2); S <- outer(t, t, function(x, y) sqrt(pmin(x, y) / pmax(x, y)))
  # One dimension is enough: z now, given z before, is normal.
  g <- function(c) integrate(function(u) dnorm(u) * (pnorm((u * sqrt(t[1]) - c * sqrt(t[2])) / sqrt(t[2] - t[1])) + pnorm((-c * sqrt(t[2]) - u * sqrt(t[1])) / sqrt(t[2] - t[1]))), -z, z, rel.tol = 1e-12, subdivisions = 2000)$value - (spend(t[2], .05) - spend(t[1], .05))
  list(fractions = t, z = c(z, uniroot(g, c(3, 6), tol = 1e-12)$root)) })
# Dunnett's tails by one integral in logarithms, far beyond what a multivariate normal routine gives.
dun <- function(z, b) { part <- function(lo, hi) integrate(function(u) dnorm(u) * -expm1(rowSums(sapply(b, function(k) log1p(-pnorm((k * u - z) / sqrt(1 - k^2)) - pnorm((-z - k * u) / sqrt(1 - k^2)))))), lo, hi, rel.tol = 1e-11, abs.tol = 0, subdivisions = 5000)$value; cuts <- seq(-z - 9, z + 9, by = .5); sum(mapply(part, head(cuts, -1), tail(cuts, -1))) }
dunnett <- lapply(c(3, 6, 9, 12), function(z) list(z = z, arms = c(100, 50), comparator = 80, p = dun(z, sqrt(c(100, 50) / (c(100, 50) + 80)))))
# Contact with trained groups, people of comparator groups: CR2 of the regression on contact.
set.seed(42); ct2 <- data.frame(g = rep(1:9, each = 30)); ct2$contact <- rbinom(270, 1, rep(runif(9, .05, .6), each = 30)); ct2$y <- rbinom(270, 1, plogis(-.4 - .5 * ct2$contact + rep(rnorm(9) / 2, each = 30)))
mi <- lm(y ~ contact, ct2); Vi <- vcovCR(mi, cluster = ct2$g, type = "CR2"); ci <- coef_test(mi, vcov = Vi, cluster = ct2$g, test = "Satterthwaite"); dfi <- if (!is.null(ci$df_Satt)) ci$df_Satt else ci$df
cell <- function(g, k) { v <- ct2$y[ct2$g == g & ct2$contact == k]; list(events = sum(v), participants = length(v)) }
contact <- list(groups = lapply(1:9, function(g) list(contact = cell(g, 1), noContact = cell(g, 0))), share = mean(ct2$contact), estimate = unname(coef(mi)[2]), se = unname(ci$SE[2]), df = unname(dfi[2]), p = unname((if (!is.null(ci$p_Satt)) ci$p_Satt else ci$p)[2]))
# Non-inferiority by the score at the margin (Farrington and Manning, with N / (N - 1)).
noninf <- function(x1, n1, x0, n0, margin) { f <- function(p0) { p1 <- p0 - margin; x1 / p1 - (n1 - x1) / (1 - p1) + x0 / p0 - (n0 - x0) / (1 - p0) }; p0 <- uniroot(f, c(margin + 1e-12, 1 - 1e-12), tol = 1e-15)$root; p1 <- p0 - margin
  v <- (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * (n1 + n0) / (n1 + n0 - 1); list(treated = list(events = x1, participants = n1), control = list(events = x0, participants = n0), margin = margin, p = pnorm(-(x1 / n1 - x0 / n0 + margin) / sqrt(v))) }
# Remission of 42 children with leukaemia (Freireich et al. 1963, Blood 21:699-716; Gehan 1965), the
# data of Cox's paper: MASS::gehan.
km6 <- summary(survfit(Surv(time, cens) ~ treat, gehan, conf.type = "log-log"), times = c(6, 10, 23)); cx <- coxph(Surv(time, cens) ~ (treat == "6-MP"), gehan, control = coxph.control(eps = 1e-12, toler.chol = 1e-13)); rm <- summary(survfit(Surv(time, cens) ~ treat, gehan), rmean = 20)$table
arm <- function(a) list(time = gehan$time[gehan$treat == a], event = gehan$cens[gehan$treat == a] == 1)
save_golden("edges", list(quantile = lapply(tails, function(p) list(p = p, z = qnorm(p))), ratios = ratios,
  bayes = list(bayes(5, 10, 300000, 1e6), bayes(0, 10, 0, 1e6), bayes(3, 7, 450000, 1e6), bayes(10, 30, 1, 1e6)),
  cmh = list(strata = lapply(1:2, function(k) list(treated = list(events = cmh[1, 1, k], participants = cmh[1, 1, k] + cmh[2, 1, k]), control = list(events = cmh[1, 2, k], participants = cmh[1, 2, k] + cmh[2, 2, k]))), corrected = unname(m1$statistic)),
  cr2 = cr2, firth = list(x = fx, y = fy, coef = best$estimate, penalised = -best$minimum), looks = looks, close = close, dunnett = dunnett, contact = contact,
  nonInferiority = list(noninf(60, 100, 64, 100, .1), noninf(148, 200, 161, 203, .05), noninf(9, 12, 11, 12, .2)),
  leukaemia = list(treated = arm("6-MP"), control = arm("control"), logRank = survdiff(Surv(time, cens) ~ treat, gehan)$chisq, beta = unname(coef(cx)), se = sqrt(vcov(cx)[1, 1]), survival = km6$surv[km6$strata == "treat=6-MP"], error = km6$std.err[km6$strata == "treat=6-MP"], means = unname(rm[, grep("^rmean", colnames(rm))]), errors = unname(rm[, grep("se.*rmean", colnames(rm))]))),
  packages = c("sandwich", "clubSandwich", "survival", "MASS"))
