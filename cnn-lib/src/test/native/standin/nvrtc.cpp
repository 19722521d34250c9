// Stands in for libnvrtc.so.12: g++ compiles a cell's kernels for the host, as our own are, and makes them known to the stand-in for the driver. What it
// returns as PTX is only as much of it as says which kernels there are and what they take. It proves the Java side and the kernels' arithmetic, not NVRTC.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <unistd.h>

struct Program {
    std::string source, name, log, ptx;
};

typedef Program* nvrtcProgram;
#define API extern "C" int
enum { SUCCESS, COMPILATION = 6, BUILTINS = 7 };

static const std::regex KERNEL("extern\\s+\"C\"\\s+__global__\\s+void\\s+(\\w+)\\s*\\(([^)]*)\\)");

// The type that PTX has for a parameter of C.
static std::string type(const std::string& parameter) {
    if (parameter.find('*') != std::string::npos || parameter.find("long") != std::string::npos) return ".u64";
    if (parameter.find("double") != std::string::npos) return ".f64";
    return parameter.find("float") != std::string::npos ? ".f32" : ".u32";
}

static std::string entry(const std::string& kernel, const std::string& parameters) {
    std::string text = ".visible .entry " + kernel + "(\n", one;
    std::istringstream all(parameters);
    for (int i = 0; std::getline(all, one, ','); i++)
        text += std::string(i ? ",\n" : "") + "\t.param " + type(one) + " " + kernel + "_param_" + std::to_string(i);
    return text + "\n)\n{\n}\n";
}

static std::string content(const std::string& file) {
    std::ifstream in(file);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

API nvrtcVersion(int* major, int* minor) {
    *major = 12;
    *minor = 6;
    return SUCCESS;
}

extern "C" const char* nvrtcGetErrorString(int result) {
    return result == COMPILATION ? "NVRTC_ERROR_COMPILATION" : result == BUILTINS ? "NVRTC_ERROR_BUILTIN_OPERATION_FAILURE" : "NVRTC_ERROR_INTERNAL_ERROR";
}

API nvrtcCreateProgram(nvrtcProgram* made, const char* source, const char* name, int, const char* const*, const char* const*) {
    *made = new Program{source, name};
    return SUCCESS;
}

API nvrtcDestroyProgram(nvrtcProgram* program) {
    delete *program;
    *program = nullptr;
    return SUCCESS;
}

API nvrtcCompileProgram(nvrtcProgram p, int, const char* const*) {
    if (getenv("STANDIN_NVRTC")) {
        p->log = "nvrtc: error: failed to open libnvrtc-builtins.so.12.6.\n  Make sure that libnvrtc-builtins.so.12.6 is installed correctly.\n";
        return BUILTINS;
    }
    char folder[] = "/tmp/nvrtcXXXXXX";
    if (!mkdtemp(folder)) return 11;
    std::string at = folder, text = "#include \"host.h\"\n#line 1 \"" + p->name + "\"\n" + p->source + "\n", known;
    for (std::sregex_iterator k(p->source.begin(), p->source.end(), KERNEL), end; k != end; ++k) {
        known += "static bool has_" + k->str(1) + " = addHostKernel(\"" + k->str(1) + "\", false, " + k->str(1) + ");\n";
        p->ptx += entry(k->str(1), k->str(2));
    }
    std::ofstream(at + "/k.cpp") << text << known;
    std::string command = "g++ -std=c++17 -O1 -fPIC -shared -fno-diagnostics-color -I" SOURCES " -o " + at + "/k.so " + at + "/k.cpp " DRIVER " 2> " + at + "/said";
    int failed = system(command.c_str());
    p->log = content(at + "/said");
    p->ptx = "//\n// for the host\n//\n.version 8.5\n.target sm_75\n.address_size 64\n\n" + p->ptx;
    void* library = failed ? nullptr : dlopen((at + "/k.so").c_str(), RTLD_NOW);
    if (!failed && !library) p->log = dlerror();
    for (const char* name : {"/k.cpp", "/k.so", "/said"}) unlink((at + name).c_str());
    rmdir(folder);
    return library ? SUCCESS : COMPILATION;
}

API nvrtcGetPTXSize(nvrtcProgram p, size_t* size) {
    *size = p->ptx.size() + 1;
    return SUCCESS;
}

API nvrtcGetPTX(nvrtcProgram p, char* to) {
    strcpy(to, p->ptx.c_str());
    return SUCCESS;
}

API nvrtcGetProgramLogSize(nvrtcProgram p, size_t* size) {
    *size = p->log.size() + 1;
    return SUCCESS;
}

API nvrtcGetProgramLog(nvrtcProgram p, char* to) {
    strcpy(to, p->log.c_str());
    return SUCCESS;
}
