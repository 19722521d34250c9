/** Networks, one paper a file. May import {@code cnn.nn} and what lies below it. Read {@code LeNet5} first. */
package org.convbook.cnn.models;
