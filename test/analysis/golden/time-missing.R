# Time to event, and missing follow-up.
source("common.R")
suppressPackageStartupMessages({ library(survival) })
set.seed(77)
n <- 90; arm <- rep(1:0, each = n / 2)
t <- pmin(ceiling(rexp(n, ifelse(arm == 1, .05, .09)) * 2) / 2, 21); e <- as.integer(t < 21 & runif(n) > .15); st <- rep(1:3, length.out = n)
km <- summary(survfit(Surv(t[arm == 1], e[arm == 1]) ~ 1, conf.type = "log-log"), censored = TRUE)
lr <- survdiff(Surv(t, e) ~ arm); ls <- survdiff(Surv(t, e) ~ arm + strata(st))
cx <- coxph(Surv(t, e) ~ arm, ties = "efron", control = coxph.control(eps = 1e-14, iter.max = 100))
rmst <- function(a, tau) { f <- survfit(Surv(t[arm == a], e[arm == a]) ~ 1); s <- summary(f, rmean = tau)$table; m <- names(s)[grep("rmean", names(s))]; unname(s[m]) }
r1 <- rmst(1, 14); r0 <- rmst(0, 14)
pick <- function(a) list(time = t[arm == a], event = e[arm == a] == 1)
# Lee bounds for values, by sorting people one by one; ties are trimmed in part by weights.
lee <- function(y1, N1, y0, N0) {
  q1 <- length(y1) / N1; q0 <- length(y0) / N0; p <- 1 - q0 / q1; stopifnot(p >= 0)
  tm <- function(y) { o <- sort(y); k <- length(o) * (1 - p); w <- pmax(0, pmin(1, k - (seq_along(o) - 1))); m <- sum(w * o) / k; edge <- o[max(which(w > 0))]
    v <- sum(w * (o - m)^2) / k
    list(m = m, v = v / k + (edge - m)^2 * p / k + ((edge - m) / (1 - p))^2 * (1 - p)^2 * ((1 - q0) / (q0 * N0) + (1 - q1) / (q1 * N1))) }
  a <- tm(y1); b <- tm(-y1); v0 <- var(y0) / length(y0)
  list(lower = a$m - mean(y0), upper = -b$m - mean(y0), lse = sqrt(a$v + v0), use = sqrt(b$v + v0), trimmed = p)
}
y1 <- rbinom(86, 1, .3); y0 <- rbinom(70, 1, .42); g1 <- sample(0:4, 90, TRUE); g0 <- sample(0:4, 71, TRUE)
tally <- function(y) { k <- table(y); lapply(seq_along(k), function(i) list(value = as.numeric(names(k)[i]), people = as.integer(k[i]))) }
# Weights for attrition, with stacked errors by numerical derivatives.
m <- 300; d <- data.frame(tr = rep(1:0, each = m / 2), x = round(rnorm(m), 2)); d$r <- rbinom(m, 1, plogis(.9 + .6 * d$x - .3 * d$tr)); d$y <- ifelse(d$r == 1, rbinom(m, 1, plogis(-.4 + .7 * d$x)), NA)
ipw <- function(s) {
  f <- glm(r ~ x, binomial, s, control = glm.control(epsilon = 1e-14)); X <- model.matrix(f)
  est <- function(th, per = FALSE) { e <- plogis(X %*% th[1:2]); a <- X * as.numeric(s$r - e); b <- ifelse(s$r == 1, (s$y - th[3]) / e, 0); M <- cbind(a, b); if (per) M else colSums(M) }
  e <- fitted(f); mu <- sum((s$y / e)[s$r == 1]) / sum((1 / e)[s$r == 1]); th <- c(coef(f), mu)
  J <- sapply(1:3, function(k) { h <- 1e-5; u <- th; l <- th; u[k] <- u[k] + h; l[k] <- l[k] - h; (est(u) - est(l)) / (2 * h) })
  M <- est(th, TRUE); V <- solve(J) %*% t(M) %*% M %*% t(solve(J)); c(mu, V[3, 3]) }
w1 <- ipw(d[d$tr == 1, ]); w0 <- ipw(d[d$tr == 0, ])
save_golden("time-missing", list(treated = pick(1), control = pick(0), strata = list(treated = st[arm == 1], control = st[arm == 0]),
  km = list(time = km$time, survival = km$surv, se = km$std.err, lower = km$lower, upper = km$upper),
  logRank = list(statistic = lr$chisq, stratified = ls$chisq, expected = lr$exp[2]),
  cox = list(beta = unname(coef(cx)), se = sqrt(vcov(cx)[1, 1]), logLik = cx$loglik[2]),
  rmst = list(treated = r1, control = r0),
  lee = list(c(list(treated = list(assigned = 100, values = tally(y1)), control = list(assigned = 100, values = tally(y0))), lee(y1, 100, y0, 100)),
             c(list(treated = list(assigned = 95, values = tally(g1)), control = list(assigned = 98, values = tally(g0))), lee(g1, 95, g0, 98))),
  weights = list(rows = lapply(seq_len(m), function(i) list(treated = d$tr[i] == 1, covariates = list(d$x[i]), people = 1, outcome = if (is.na(d$y[i])) NA else d$y[i])), estimate = w1[1] - w0[1], se = sqrt(w1[2] + w0[2]))),
  packages = "survival")
