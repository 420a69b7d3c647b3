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
# A column far from zero beside the intercept. R fits it near zero, and coefficients and covariance are moved
# back: slopes stay, the intercept takes b0 - 1e6 b2. lm and glm of the column itself agree.
d$far <- round(d$age) / 8; near <- lm(y ~ arm + far + sex, d); there <- lm(y ~ arm + I(1e6 + far) + sex, d)
back <- diag(4); back[1, 3] <- -1e6; moved <- function(V) unname(sqrt(diag(back %*% V %*% t(back))))
stopifnot(all.equal(unname(coef(there)), drop(back %*% coef(near)), tolerance = 1e-8), all.equal(unname(se(vcov(there))), moved(vcov(near)), tolerance = 1e-7))
dfs <- sapply(1:4, function(j) linear_contrast(near, vcov = vcovCR(near, cluster = d$g, type = "CR2"), contrasts = back[j, , drop = FALSE], test = "Satterthwaite")$df)
glmn <- glm(y ~ arm + far + sex, binomial, d, control = glm.control(epsilon = 1e-15, maxit = 100)); glmt <- glm(y ~ arm + I(1e6 + far) + sex, binomial, d, control = glm.control(epsilon = 1e-14, maxit = 100))
stopifnot(all.equal(unname(coef(glmt))[-1], unname(coef(glmn))[-1], tolerance = 1e-7))
firth_newton <- function(X, y) { b <- rep(0, ncol(X)); for (i in 1:2000) { mu <- plogis(drop(X %*% b)); W <- mu * (1 - mu); M <- solve(t(X) %*% (W * X)); h <- W * rowSums((X %*% M) * X); b <- b + drop(M %*% (t(X) %*% (y - mu + h * (.5 - mu)))) }; list(coef = drop(back %*% b), se = moved(M)) }
far <- list(offset = 1e6, column = d$far, coef = drop(back %*% coef(near)),
  hc = lapply(setNames(nm = names(hc)), function(n) moved(vcovHC(near, type = if (n == "classical") "const" else n))),
  cr = lapply(setNames(nm = names(cr)), function(t) moved(vcovCR(near, cluster = d$g, type = t))), df = dfs,
  logistic = list(coef = drop(back %*% coef(glmn)), model = moved(vcov(glmn)), HC0 = moved(sandwich(glmn)), CR0 = moved(vcovCL(glmn, cluster = d$g, type = "HC0", cadjust = FALSE))), firth = firth_newton(model.matrix(glmn), d$y))
# Twenty people of a column from 1e6 to 1e6 + 9.5, as lm and glm have them.
i20 <- 0:19; x20 <- ((i20 * 7) %% 20) / 2; y20 <- x20 * 2 + ((i20 * 13) %% 7) / 3; e20 <- c(0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1)
m20 <- summary(lm(y20 ~ I(1e6 + x20)))$coefficients[2, 1:2]; g20 <- coef(glm(e20 ~ I(1e6 + x20), binomial, control = glm.control(epsilon = 1e-14)))[2]
twenty <- list(offset = 1e6, x = x20, y = y20, events = e20, slope = unname(m20[1]), se = unname(m20[2]), logOdds = unname(g20))
# A handful of events among many millions: nothing is separated.
rare <- lapply(list(list(people = c(1e8, 1e8), events = c(1, 2), x = cbind(1, 0:1)), list(people = c(1e8, 3e8, 2e8, 1e8), events = c(1, 0, 2, 1), x = cbind(1, c(0, 1, 0, 1), c(0, 0, 1, 1))), list(people = c(1e8, 3e8, 2e8, 1e8), events = c(1, 0, 2, 1), x = cbind(c(1, 0, 1, 0), c(0, 1, 0, 1), c(0, 0, 1, 1)))), function(r) { s <- summary(glm.fit <- glm(cbind(events, people - events) ~ x - 1, binomial, r, control = glm.control(epsilon = 1e-15, maxit = 200), start = c(-18, if (all(r$x[, 1] == 1)) 0 else -18, if (ncol(r$x) == 3) 0)))
  c(r, list(coef = unname(s$coefficients[, 1]), se = unname(s$coefficients[, 2]))) })
save_golden("regression", list(data = d[c("g", "arm", "age", "sex", "site", "y", "itt", "y2")], coef = unname(coef(m)), hc = hc, cr = cr,
  satterthwaite = list(se = ct$SE, df = if (!is.null(ct$df_Satt)) ct$df_Satt else ct$df),
  standardised = std,
  lin = list(estimate = unname(lin$coefficients["itt"]), se = unname(lin$std.error["itt"])),
  linClustered = list(estimate = unname(linc$coefficients["arm"]), se = unname(linc$std.error["arm"]), df = unname(linc$df["arm"])),
  linFreedom = lin_df, linClusteredInterval = interval(linc, "arm"),
  linScore = c(list(estimate = unname(lins$coefficients["third"]), se = unname(lins$std.error["third"]), df = unname(lins$df["third"])), interval(lins, "third")),
  logistic = list(coef = unname(coef(gm)), se = unname(se(vcov(gm))), hc0 = ghc[[1]], cr0 = gcr, deviance = deviance(gm)),
  gcomputation = list(model = gcomp(vcov(gm)), robust = gcomp(sandwich(gm))),
  firth = c(list(x = sx, y = sy), firth(sx, sy)), firthWhole = firth(model.matrix(gm), d$y), far = far, twenty = twenty, rare = rare),
  packages = c("sandwich", "clubSandwich", "estimatr"))
