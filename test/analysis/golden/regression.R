# Linear and logistic regression with robust errors; marginal standardisation; Lin's estimator.
source("common.R")
suppressPackageStartupMessages({ library(sandwich); library(clubSandwich); library(estimatr) })
set.seed(21)
n <- 240
d <- data.frame(g = rep(1:24, times = sample(4:16, 24, TRUE))[1:n]); d <- d[!is.na(d$g), , drop = FALSE]; n <- nrow(d)
d$arm <- as.integer(d$g %% 2 == 0); d$age <- round(rnorm(n, 40, 12)); d$sex <- rbinom(n, 1, .5); d$site <- (d$g %% 3)
u <- rnorm(24, 0, .6)[d$g]
d$y <- rbinom(n, 1, plogis(-.6 - .5 * d$arm + .02 * (d$age - 40) + .3 * d$sex + u))
d$itt <- rbinom(n, 1, .5)
m <- lm(y ~ arm + age + sex, d)
se <- function(V) sqrt(diag(V))
hc <- lapply(c("const", "HC0", "HC1", "HC2", "HC3"), function(t) unname(se(vcovHC(m, type = t))))
names(hc) <- c("classical", "HC0", "HC1", "HC2", "HC3")
cr <- lapply(c("CR0", "CR1", "CR2"), function(t) unname(se(vcovCR(m, cluster = d$g, type = t)))); names(cr) <- c("CR0", "CR1", "CR2")
ct <- coef_test(m, vcov = "CR2", cluster = d$g, test = "Satterthwaite")
# Standardised over cells (site) with clusters assigned: saturated model and its contrast.
ms <- lm(y ~ 0 + factor(site) + factor(site):arm, d)
w <- as.numeric(table(d$site)) / n; k <- c(0, 0, 0, w)
V <- vcovCR(ms, cluster = d$g, type = "CR2"); lc <- linear_contrast(ms, vcov = V, contrasts = matrix(k, 1), test = "Satterthwaite")
std <- list(estimate = lc$Est, se = lc$SE, df = lc$df, p = lc$p_val, weights = w)
# Lin's estimator: individual assignment (itt), cells and covariates.
d$y2 <- rbinom(n, 1, plogis(-.6 - .5 * d$itt + .02 * (d$age - 40) + .3 * d$sex))
lin <- lm_lin(y2 ~ itt, covariates = ~ factor(site) + age + sex, data = d, se_type = "HC2")
linc <- lm_lin(y ~ arm, covariates = ~ factor(site) + age, data = d, clusters = g, se_type = "CR2")
# Lin's degrees of freedom without groups: Satterthwaite's over the arms' own regressions. lm_lin gives people minus coefficients.
centred <- scale(model.matrix(~ factor(site) + age + sex, d)[, -1], scale = FALSE)
halves <- lapply(1:0, function(a) { h <- lm(y ~ ., data.frame(y = d$y2, centred)[d$itt == a, ]); list(v = vcovHC(h, type = "HC2")[1, 1], df = df.residual(h)) })
lin_v <- sapply(halves, `[[`, "v"); lin_df <- sum(lin_v)^2 / sum(lin_v^2 / sapply(halves, `[[`, "df"))
# Unequal arms of groups, an outcome that isn't yes or no.
d$third <- as.integer(d$site == 0); d$score <- d$age^1.5 / 10 + 3 * d$sex * d$third + sin(seq_len(n))
lins <- lm_lin(score ~ third, covariates = ~ age + sex, data = d, clusters = g, se_type = "CR2")
interval <- function(fit, name) list(p = unname(fit$p.value[name]), lower = unname(fit$conf.low[name]), upper = unname(fit$conf.high[name]))
# Logistic.
gm <- glm(y ~ arm + age + sex, binomial, d, control = glm.control(epsilon = 1e-14, maxit = 100))
ghc <- lapply(c("HC0"), function(t) unname(se(sandwich(gm))))
gcr <- unname(se(vcovCL(gm, cluster = d$g, type = "HC0", cadjust = FALSE)))
# g-computation with the delta method, model-based covariance and HC0.
gcomp <- function(V) {
  X1 <- model.matrix(gm); X0 <- X1; X1[, "arm"] <- 1; X0[, "arm"] <- 0; b <- coef(gm)
  p1 <- plogis(X1 %*% b); p0 <- plogis(X0 %*% b)
  g1 <- colMeans(as.numeric(p1 * (1 - p1)) * X1); g0 <- colMeans(as.numeric(p0 * (1 - p0)) * X0)
  g <- g1 - g0; list(risk1 = mean(p1), risk0 = mean(p0), estimate = mean(p1) - mean(p0), se = sqrt(drop(t(g) %*% V %*% g)))
}
# Firth by maximising the penalised likelihood directly.
firth <- function(X, y) {
  f <- function(b) { eta <- drop(X %*% b); mu <- plogis(eta); W <- mu * (1 - mu)
    -(sum(y * eta - log1p(exp(eta))) + .5 * as.numeric(determinant(t(X) %*% (W * X))$modulus)) }
  o <- optim(rep(0, ncol(X)), f, method = "BFGS", control = list(reltol = 1e-16, maxit = 5000)); o <- nlm(f, o$par, gradtol = 1e-12, steptol = 1e-12, iterlim = 1000)
  mu <- plogis(drop(X %*% o$estimate)); W <- mu * (1 - mu)
  list(coef = o$estimate, se = sqrt(diag(solve(t(X) %*% (W * X)))), penalised = -o$minimum)
}
sx <- cbind(1, c(1, 1, 1, 1, 1, 0, 0, 0, 0, 0), c(3, 5, 2, 8, 7, 4, 6, 1, 9, 2)); sy <- c(1, 1, 1, 1, 1, 0, 0, 0, 1, 0) * c(1, 1, 1, 1, 1, 1, 1, 1, 0, 1)
save_golden("regression", list(data = d[c("g", "arm", "age", "sex", "site", "y", "itt", "y2")], coef = unname(coef(m)), hc = hc, cr = cr,
  satterthwaite = list(se = ct$SE, df = if (!is.null(ct$df_Satt)) ct$df_Satt else ct$df),
  standardised = std,
  lin = list(estimate = unname(lin$coefficients["itt"]), se = unname(lin$std.error["itt"])),
  linClustered = list(estimate = unname(linc$coefficients["arm"]), se = unname(linc$std.error["arm"]), df = unname(linc$df["arm"])),
  linFreedom = lin_df, linClusteredInterval = interval(linc, "arm"),
  linScore = c(list(estimate = unname(lins$coefficients["third"]), se = unname(lins$std.error["third"]), df = unname(lins$df["third"])), interval(lins, "third")),
  logistic = list(coef = unname(coef(gm)), se = unname(se(vcov(gm))), hc0 = ghc[[1]], cr0 = gcr, deviance = deviance(gm)),
  gcomputation = list(model = gcomp(vcov(gm)), robust = gcomp(sandwich(gm))),
  firth = c(list(x = sx, y = sy), firth(sx, sy)), firthWhole = firth(model.matrix(gm), d$y)),
  packages = c("sandwich", "clubSandwich", "estimatr"))
