package org.convbook.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The TeX commands that stand for one character or one function name. */
final class TexSymbols {
    private static final Map<String, String> LETTERS = table("""
        alpha α  beta β  gamma γ  delta δ  epsilon ϵ  varepsilon ε  zeta ζ  eta η  theta θ  vartheta ϑ  iota ι  kappa κ
        lambda λ  mu μ  nu ν  xi ξ  pi π  rho ρ  sigma σ  tau τ  upsilon υ  phi ϕ  varphi φ  chi χ  psi ψ  omega ω
        Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Upsilon Υ  Phi Φ  Psi Ψ  Omega Ω
        partial ∂  nabla ∇  infty ∞  ell ℓ  hbar ℏ  Re ℜ  Im ℑ  emptyset ∅  top ⊤  bot ⊥  prime ′  ldots …  dots …  cdots ⋯
        vdots ⋮  ddots ⋱  # #  % %  $ $  & &  _ _""");

    private static final Map<String, String> OPERATORS = table("""
        cdot ⋅  times ×  div ÷  pm ±  mp ∓  ast ∗  star ⋆  circ ∘  odot ⊙  oplus ⊕  otimes ⊗  setminus ∖  bullet ∙
        leq ≤  le ≤  geq ≥  ge ≥  neq ≠  ne ≠  ll ≪  gg ≫  approx ≈  sim ∼  simeq ≃  equiv ≡  propto ∝  cong ≅
        in ∈  notin ∉  ni ∋  subset ⊂  subseteq ⊆  supset ⊃  supseteq ⊇  cup ∪  cap ∩  land ∧  wedge ∧  lor ∨  vee ∨  neg ¬
        forall ∀  exists ∃  mid ∣  parallel ∥  perp ⊥  colon :  to →  rightarrow →  leftarrow ←  gets ←  leftrightarrow ↔
        Rightarrow ⇒  implies ⟹  Leftarrow ⇐  Leftrightarrow ⇔  iff ⟺  mapsto ↦  uparrow ↑  downarrow ↓  longrightarrow ⟶""");

    private static final Map<String, String> FENCES = table("""
        lfloor ⌊  rfloor ⌋  lceil ⌈  rceil ⌉  langle ⟨  rangle ⟩  lvert |  rvert |  vert |  lVert ‖  rVert ‖  Vert ‖  | ‖
        { {  } }  lbrace {  rbrace }  lbrack [  rbrack ]  backslash \\""");

    private static final Map<String, String> LARGE = table("""
        sum ∑  prod ∏  coprod ∐  int ∫  iint ∬  oint ∮  bigcup ⋃  bigcap ⋂  bigoplus ⨁  bigotimes ⨂""");

    private static final Map<String, String> ACCENTS = table("""
        hat ^  widehat ^  bar ¯  overline ¯  tilde ~  widetilde ~  vec →  dot ˙  ddot ¨""");

    private static final Map<String, String> SPACES = table("""
        , 0.167em  : 0.222em  ; 0.278em  ! -0.167em  quad 1em  qquad 2em  enspace 0.5em  thinspace 0.167em""");

    private static final Set<String> FUNCTIONS = Set.of("log", "ln", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan",
        "dim", "deg", "ker", "arg");
    private static final Set<String> LIMITS = Set.of("max", "min", "sup", "inf", "lim", "argmax", "argmin", "det", "Pr");

    private TexSymbols() {}

    static String letter(String command)   { return LETTERS.get(command); }
    static String operator(String command) { return OPERATORS.get(command); }
    static String fence(String command)    { return FENCES.get(command); }
    static String large(String command)    { return LARGE.get(command); }
    static String accent(String command)   { return ACCENTS.get(command); }
    static String space(String command)    { return command.isBlank() ? "0.333em" : SPACES.get(command); }
    static boolean function(String command)  { return FUNCTIONS.contains(command); }
    static boolean limitName(String command) { return LIMITS.contains(command); }

    private static Map<String, String> table(String text) {
        String[] words = text.strip().split("\\s+");
        Map<String, String> result = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) result.put(words[i], words[i + 1]);
        return result;
    }
}
